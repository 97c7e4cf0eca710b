package nosql

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const people = "CREATE TABLE people (id STRING, age INTEGER, born TIMESTAMP(0), vip BOOLEAN, more JSON, PRIMARY KEY(id))"

func rowsOf(t testing.TB, s *schema) []store.Document {
	t.Helper()
	var rows []store.Document
	for _, text := range []string{
		`{"id":"a","age":30,"born":"1996-01-01","vip":true,"more":{"x":1}}`, `{"id":"b","age":9,"born":"2017-01-01","vip":false}`,
		`{"id":"c"}`, `{"id":"d","age":30,"vip":false}`,
	} {
		given, err := store.ParseDocument([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		row, err := s.row(given, false)
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

// answer gives the ids that a query selects, or its error.
func answer(s *schema, rows []store.Document, query string, variables store.Document) string {
	q, err := parseQuery(query)
	var c *choice
	if err == nil {
		c, err = q.resolve(s, variables)
	}
	if err != nil {
		return err.Error()
	}
	var ids []string
	for _, row := range c.from(rows) {
		text, _ := json.Marshal(row["id"])
		ids = append(ids, string(text))
	}
	return strings.ReplaceAll(strings.Join(ids, " "), `"`, "")
}

func TestQuery(t *testing.T) {
	s := mustMake(t, people)
	rows := rowsOf(t, s)
	before := slices.Clone(rows)
	for _, test := range []struct {
		query     string
		variables store.Document
		want      string
	}{
		{"SELECT * FROM people", nil, "a b c d"},
		{"select ID from people where AGE = 30 and vip = FALSE;", nil, "d"},
		{"SELECT * FROM people WHERE id = 'c'", nil, "c"},
		{"SELECT * FROM people WHERE age != 30", nil, "b"},
		{"SELECT * FROM people WHERE age >= 9 AND age < 30", nil, "b"},
		{"SELECT * FROM people WHERE born > '2000-01-01T00:00:00'", nil, "b"},
		{"SELECT * FROM people ORDER BY age, id DESC", nil, "b d a c"},
		{"SELECT * FROM people ORDER BY age DESC, id ASC LIMIT 2 OFFSET 1", nil, "a d"},
		{"SELECT * FROM people LIMIT 0", nil, ""},
		{"SELECT * FROM people OFFSET 9", nil, ""},
		{"DECLARE $i STRING; $n INTEGER; SELECT * FROM people WHERE id = $i LIMIT $n", store.Document{"$i": "b", "$n": json.Number("1")}, "b"},

		{"SELECT * FROM people WHERE name = 'x'", nil, "no column name"},
		{"SELECT name FROM people", nil, "no column name"},
		{"SELECT * FROM people ORDER BY name", nil, "no column name"},
		{"SELECT * FROM people WHERE age = 'x'", nil, "age: the value is no INTEGER"},
		{"SELECT * FROM people WHERE more = 'x'", nil, "does not simulate conditions on columns of type JSON"},
		{"SELECT * FROM people ORDER BY id, more", nil, "does not simulate conditions on columns of type JSON, and sorting by them"},
		{"SELECT * FROM people LIMIT 'x'", nil, "whole numbers"},
		{"SELECT * FROM people LIMIT -1", nil, "whole numbers"},
		{"SELECT * FROM people WHERE id = $i", nil, "$i is not declared"},
		{"DECLARE $i STRING; SELECT * FROM people WHERE id = $i", nil, "$i has no value"},
		{"DECLARE $i INTEGER; SELECT * FROM people WHERE age = $i", store.Document{"$i": "x"}, "$i: the value is no INTEGER"},
		{"SELECT * FROM people", store.Document{"$i": "x"}, "declares no variable $i"},
		{"SELECT count(*) FROM people", nil, `"("`},
		{"SELECT * FROM people p WHERE p.id = 'x'", nil, `"p"`},
		{"SELECT * FROM people WHERE id = 'a' OR id = 'b'", nil, `"OR"`},
		{"DELETE FROM people", nil, `"DELETE"`},
		{"SELECT * FROM people WHERE id = 'a", nil, "invalid input"},
	} {
		got := answer(s, rows, test.query, test.variables)
		if !strings.Contains(got, test.want) || test.want == "" && got != "" {
			t.Errorf("%s: %s, want %s", test.query, got, test.want)
		}
	}
	for i, row := range rows {
		if row["id"] != before[i]["id"] {
			t.Error("a query sorted the rows that it was given")
		}
	}
}

// FuzzQuery: nothing panics, and no query selects more than there is.
func FuzzQuery(f *testing.F) {
	for _, seed := range []string{
		"SELECT * FROM people WHERE id = 'a' AND age < 5 ORDER BY born DESC LIMIT 10 OFFSET 1",
		"DECLARE $i STRING; SELECT id, age FROM people WHERE id = $i;", "select vip from ocid1.nosqltable.oc1.iad.x",
	} {
		f.Add(seed, "b")
	}
	s := mustMake(f, people)
	rows := rowsOf(f, s)
	f.Fuzz(func(t *testing.T, text, value string) {
		q, err := parseQuery(text)
		if err != nil {
			return
		}
		c, err := q.resolve(s, store.Document{"$i": value})
		if err != nil {
			return
		}
		if found := c.from(rows); len(found) > len(rows) || c.limit >= 0 && len(found) > c.limit {
			t.Errorf("%q selects %d of %d rows", text, len(found), len(rows))
		}
	})
}
