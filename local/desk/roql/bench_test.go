package roql

import (
	"slices"
	"strconv"
	"testing"
)

// BenchmarkFilter finds one contact by its number among 10,000.
func BenchmarkFilter(b *testing.B) {
	var documents []map[string]any
	for i := range 10_000 {
		number := strconv.Itoa(15_000_000_000 + i)
		documents = append(documents, map[string]any{"id": int64(i), "phones": []any{map[string]any{"rawNumber": number}}})
	}
	e, err := Dialect{}.ParseExpression("phones.rawNumber = '15000009999'")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if found, err := (Matching{}).Filter(e, nil, false, split, slices.Values(documents)); err != nil || len(found) != 1 {
			b.Fatal(len(found), err)
		}
	}
}
