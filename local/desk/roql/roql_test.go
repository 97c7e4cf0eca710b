package roql

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMatches(t *testing.T) {
	ann := map[string]any{
		"id": int64(9007199254740993), "lookupName": "Ann O Neill", "createdTime": "2026-03-01T10:00:00.000Z",
		"vip": true, "score": 1.5, "missing": nil, "severity": map[string]any{"id": int64(2)},
		"phones": []any{map[string]any{"rawNumber": "15017122661"}, map[string]any{"rawNumber": "4420"}},
		"emails": []any{},
	}
	tests := []struct {
		query string
		want  bool
	}{
		{"lookupName = 'ann o neill'", true},
		{"lookupName != 'bob'", true},
		{"lookupName='ann o neill'", true},
		{"id = 9007199254740993", true},
		{"id = 9007199254740992", false},
		{"id = '9007199254740993'", true},
		{"score > 1", true},
		{"score < 1.50", false},
		{"score >= 1.5 AND score <= 1.5", true},
		{"score <> 2", true},
		{"vip = TRUE", true},
		{"vip = 1", true},
		{"severity = 2 and severity.id = 2", true},
		{"createdTime > '2026-03-01T09:59:59Z'", true},
		{"createdTime < '2026-03-01T11:00:00+02:00'", false},
		{"phones.rawNumber = '4420'", true},
		{"phones.rawNumber = 4420", true},
		{"phones.rawNumber = '15017122661' AND phones.rawNumber = '4420'", false}, // one element at a time
		{"phones.rawNumber LIKE '%7122661'", true},
		{"phones.rawNumber LIKE '1501712____'", true},
		{"phones.rawNumber LIKE '1501712___'", false},
		{"phones.rawNumber IN ('1', '4420')", true},
		{"id NOT IN (1, 2)", true},
		{"lookupName NOT LIKE 'ANN%'", false},
		{"emails.address IS NULL", true},
		{"missing = 'x'", false},
		{"NOT missing = 'x'", false}, // unknown stays unknown
		{"missing IS NULL", true},
		{"missing IS NOT NULL", false},
		{"missing = 'x' OR id > 0", true},
		{"id = 1 OR id > 2 AND vip = FALSE", false}, // AND binds tighter
		{"(id = 1 OR id > 2) AND not vip = false", true},
	}
	for _, test := range tests {
		t.Run(test.query, func(t *testing.T) {
			e, err := Dialect{}.ParseExpression(test.query)
			if err != nil {
				t.Fatal(err)
			}
			found, err := Matching{}.Filter(e, nil, false, split, slices.Values([]map[string]any{ann}))
			if err != nil {
				t.Fatal(err)
			}
			if got := len(found) == 1; got != test.want {
				t.Errorf("matches: %v, want %v", got, test.want)
			}
		})
	}
}

func TestMatchingCaseSensitive(t *testing.T) {
	e, err := Dialect{}.ParseExpression("a = 'X' OR a LIKE 'X%'")
	if err != nil {
		t.Fatal(err)
	}
	value := func(Path) any { return "x" }
	if !(Matching{}).Matches(e, value) || (Matching{CaseSensitive: true}).Matches(e, value) {
		t.Error("case matters exactly when it is asked for")
	}
}

func TestParseRefuses(t *testing.T) {
	for _, query := range []string{
		"", "id", "id =", "= 1", "id = 'x", "id = 'O'Neill'", `id = 'O\'Neill'`, "id = 'a''b'", "id == 1", "id = 1 AND",
		"(id = 1", "id = 1)", "id IN ()", "id LIKE 5 6", "id = \"x\"", "a..b = 1", "id = 1 -- x", "id = " + strings.Repeat("1", MaxLength),
	} {
		if e, err := (Dialect{}).ParseExpression(query); err == nil {
			t.Errorf("%.40q was read as %v", query, e)
		}
	}
	for _, query := range []string{
		"SELECT", "SELECT FROM contacts", "SELECT id", "SELECT id FROM", "SELECT id FROM contacts WHERE",
		"SELECT id FROM contacts LIMIT x", "SELECT id FROM contacts ORDER createdTime", ";", "SELECT id FROM contacts;;",
	} {
		if s, err := (Dialect{}).ParseScript(query); err == nil {
			t.Errorf("%q was read as %v", query, s)
		}
	}
	for _, query := range []string{"DESCRIBE", "show tables", "USE REPORT", "DELETE FROM contacts LIMIT 1"} {
		if _, err := (Dialect{}).ParseScript(query); !errors.Is(err, ErrNotSimulated) {
			t.Errorf("%q: %v, want ErrNotSimulated", query, err)
		}
	}
}

func TestDialects(t *testing.T) {
	escapes := Dialect{BackslashEscapes: true}
	e, err := escapes.ParseExpression(`a = 'O\'Neill \\'`)
	if err != nil {
		t.Fatal(err)
	}
	if !(Matching{}).Matches(e, func(Path) any { return `O'Neill \` }) {
		t.Error("the escaped text does not match")
	}
	spaces := Dialect{SpacesRequired: true}
	for query, ok := range map[string]bool{"a = 1": true, "a=1": false, "a =1": false, "a= 1": false, "a = 'x=y'": true} {
		if _, err := spaces.ParseExpression(query); (err == nil) != ok {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func TestSelect(t *testing.T) {
	documents := []map[string]any{
		{"id": int64(1), "name": "b", "phones": []any{map[string]any{"rawNumber": "1"}, map[string]any{"rawNumber": "1"}}},
		{"id": int64(2), "name": "a", "phones": []any{map[string]any{"rawNumber": "1"}}},
		{"id": int64(3), "name": nil, "phones": []any{}},
	}
	tests := []struct{ query, want string }{
		{"SELECT id FROM contacts", "1 2 3"}, // no path into phones: no join
		{"SELECT id FROM contacts WHERE phones.rawNumber = '1'", "1 1 2"},
		{"SELECT DISTINCT id FROM contacts WHERE phones.rawNumber = '1'", "1 2"},
		{"SELECT id, phones.rawNumber FROM contacts", "1,1 1,1 2,1 3,NULL"},
		{"SELECT id FROM contacts ORDER BY name", "3 2 1"},
		{"SELECT id FROM contacts ORDER BY name DESC, id", "1 2 3"},
		{"SELECT id FROM contacts ORDER BY id DESC LIMIT 2", "3 2"},
		{"SELECT id FROM contacts LIMIT 1 OFFSET 1", "2"},
		{"SELECT id FROM contacts LIMIT 0", ""},
		{"SELECT id FROM contacts WHERE id > 9", ""},
	}
	for _, test := range tests {
		t.Run(test.query, func(t *testing.T) {
			s, err := Dialect{}.ParseScript(test.query)
			if err != nil {
				t.Fatal(err)
			}
			table, err := Matching{}.Select(s.Statements[0], split, slices.Values(documents), 100)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, show(table)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestScriptHasSeveralStatements(t *testing.T) {
	s, err := Dialect{}.ParseScript("select id from contacts; SELECT id FROM incidents WHERE a = ';';")
	if err != nil {
		t.Fatal(err)
	}
	want := "SELECT id FROM contacts; SELECT id FROM incidents WHERE a = ';'"
	if diff := cmp.Diff(want, s.String()); diff != "" {
		t.Error(diff)
	}
}

func TestUnknownPathIsAnError(t *testing.T) {
	refuse := func(p Path) (Names, error) { return nil, fmt.Errorf("no %s", p) }
	s, err := Dialect{}.ParseScript("SELECT id FROM contacts WHERE a = 1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (Matching{}).Select(s.Statements[0], refuse, slices.Values([]map[string]any{}), 1); err == nil {
		t.Error("no error")
	}
}

func split(p Path) (Names, error) { return strings.Split(string(p), "."), nil }

func show(table *Table) string {
	var rows []string
	for _, row := range table.Rows {
		var cells []string
		for _, cell := range row {
			if cell == nil {
				cells = append(cells, "NULL")
				continue
			}
			cells = append(cells, *cell)
		}
		rows = append(rows, strings.Join(cells, ","))
	}
	return strings.Join(rows, " ")
}
