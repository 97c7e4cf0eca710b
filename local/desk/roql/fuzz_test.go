package roql

import (
	"encoding/json"
	"slices"
	"testing"
)

// FuzzExpression: nothing panics, and what was read and written reads as the same.
func FuzzExpression(f *testing.F) {
	for _, seed := range []string{
		"phones.rawNumber = '15017122661'", "NOT (a = 1 OR b LIKE '%x_') AND c IN (1, 'two', 3.5, TRUE)",
		"a IS NOT NULL AND b NOT IN (1)", `a = 'O\'Neill'`, "a = 'unbalanced", "((((a=1))))",
	} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, query string, escapes bool) {
		d := Dialect{BackslashEscapes: escapes}
		first, err := d.ParseExpression(query)
		if err != nil {
			return
		}
		second, err := d.ParseExpression(first.String())
		if err != nil {
			if len(first.String()) > MaxLength {
				return // spaces were added
			}
			t.Fatalf("%q was written as %q: %v", query, first, err)
		}
		if first.String() != second.String() {
			t.Fatalf("%q was written as %q, then as %q", query, first, second)
		}
	})
}

// FuzzScript: statements, likewise, and they can be answered from any document.
func FuzzScript(f *testing.F) {
	f.Add("SELECT DISTINCT id, phones.rawNumber FROM contacts WHERE id > 1 ORDER BY id DESC LIMIT 3 OFFSET 1;", `{"id": 2, "phones": [{"rawNumber": "1"}]}`)
	f.Add("select a.b from x where a.b like '%' or not a = 1", `{"a": {"b": [1, null, {"c": []}]}}`)
	f.Add("SELECT id FROM contacts LIMIT -1", `{"id": {"id": 1e400}}`)
	f.Fuzz(func(t *testing.T, query, document string) {
		script, err := Dialect{}.ParseScript(query)
		if err != nil {
			return
		}
		if len(script.String()) <= MaxLength {
			if again, err := (Dialect{}).ParseScript(script.String()); err != nil || again.String() != script.String() {
				t.Fatalf("%q was written as %q and read as %v, %v", query, script, again, err)
			}
		}
		var content map[string]any
		if json.Unmarshal([]byte(document), &content) != nil {
			return
		}
		for _, statement := range script.Statements {
			table, err := Matching{}.Select(statement, split, slices.Values([]map[string]any{content}), 100)
			if err != nil {
				t.Fatal(err)
			}
			if len(table.Rows) > 100 {
				t.Fatalf("%d rows, at most 100 were asked for", len(table.Rows))
			}
		}
	})
}
