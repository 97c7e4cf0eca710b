package roql

import (
	"slices"
	"strconv"
	"testing"
)

// BenchmarkFilterByKey finds one incident by a custom attribute among 5,000, as
// alarms are found again.
func BenchmarkFilterByKey(b *testing.B) {
	var documents []map[string]any
	for i := range 5_000 {
		attributes := map[string]any{"dedupe_key": "key-" + strconv.Itoa(i)}
		documents = append(documents, map[string]any{
			"id": int64(i), "customFields": map[string]any{"OCI": attributes}, "threads": []any{map[string]any{"id": int64(i)}},
		})
	}
	benchmarkFilter(b, "customFields.OCI.dedupe_key = 'key-4999'", documents)
}

// BenchmarkFilter finds one contact by its number among 10,000.
func BenchmarkFilter(b *testing.B) {
	var documents []map[string]any
	for i := range 10_000 {
		number := strconv.Itoa(15_000_000_000 + i)
		documents = append(documents, map[string]any{"id": int64(i), "phones": []any{map[string]any{"rawNumber": number}}})
	}
	benchmarkFilter(b, "phones.rawNumber = '15000009999'", documents)
}

// benchmarkFilter evaluates a query that one document answers.
func benchmarkFilter(b *testing.B, query string, documents []map[string]any) {
	e, err := Dialect{}.ParseExpression(query)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if found, err := (Matching{}).Filter(e, nil, false, split, slices.Values(documents)); err != nil || len(found) != 1 {
			b.Fatal(len(found), err)
		}
	}
}
