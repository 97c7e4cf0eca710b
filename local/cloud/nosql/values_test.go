package nosql

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/cloud/store"
)

func TestRow(t *testing.T) {
	s := mustMake(t, `CREATE TABLE t (id STRING, n LONG, i INTEGER DEFAULT 7 NOT NULL, d DOUBLE, f FLOAT, b BOOLEAN, t0 TIMESTAMP(0), t3 TIMESTAMP(3), j JSON, x BINARY, PRIMARY KEY(id))`)
	for _, test := range []struct {
		name, given string
		exact       bool
		want        string // of the row's JSON, or of the error
	}{
		{"all", `{"id":"a","n":9007199254740993,"i":1,"d":2.50,"f":1,"b":true,"t0":"2026-01-01T00:00:00.5Z","t3":"2026-01-01T01:00:00.0006+01:00","j":[1,null],"x":"aGk="}`, true,
			`{"b":true,"d":2.5,"f":1,"i":1,"id":"a","j":[1,null],"n":9007199254740993,"t0":"2026-01-01T00:00:01Z","t3":"2026-01-01T00:00:00.001Z","x":"aGk="}`},
		{"defaults and nulls, more than there is", `{"ID":"a","other":1,"t0":"2026-01-01","j":null}`, false,
			`{"b":null,"d":null,"f":null,"i":7,"id":"a","j":null,"n":null,"t0":"2026-01-01T00:00:00Z","t3":null,"x":null}`},
		{"exact, more than there is", `{"id":"a","other":1}`, true, "no column other"},
		{"exact, less than there is", `{"id":"a"}`, true, "column n is missing"},
		{"no key", `{"n":1}`, false, "column id is missing"},
		{"null key", `{"id":null}`, false, "id cannot be null"},
		{"null where it cannot be", `{"id":"a","i":null}`, false, "i cannot be null"},
		{"twice", `{"id":"a","N":1,"n":2}`, false, "column n is given twice"},
		{"text for a number", `{"id":"a","n":"1"}`, false, "n: the value is no LONG"},
		{"number for a text", `{"id":1}`, false, "id: the value is no STRING"},
		{"too large an integer", `{"id":"a","i":2147483648}`, false, "i: the value is no INTEGER"},
		{"fraction", `{"id":"a","n":1.5}`, false, "n: the value is no LONG"},
		{"infinite", `{"id":"a","d":1e999}`, false, "d: the value is no DOUBLE"},
		{"no time", `{"id":"a","t3":"yesterday"}`, false, "t3: the value is no TIMESTAMP(3)"},
		{"no base64", `{"id":"a","x":"?"}`, false, "x: the value is no BINARY"},
	} {
		given, err := store.ParseDocument([]byte(test.given))
		if err != nil {
			t.Fatal(err)
		}
		row, err := s.row(given, test.exact)
		text, _ := json.Marshal(row)
		got := string(text)
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, test.want) {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// TestKey: a key in a URL and that of a row are the same text.
func TestKey(t *testing.T) {
	s := mustMake(t, "CREATE TABLE t (a STRING, n LONG, d DOUBLE, b BOOLEAN, t TIMESTAMP(3), PRIMARY KEY(SHARD(a), n, d, b, t))")
	row, err := s.row(store.Document{"a": "x:y", "n": json.Number("5"), "d": json.Number("1.50"), "b": true, "t": "2026-01-01T00:00:00Z"}, true)
	if err != nil {
		t.Fatal(err)
	}
	want, err := s.key(row)
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.keyOf([]string{"b:TRUE", "T:2026-01-01T00:00:00.000", "d:15e-1", "n:+5", "a:x:y"})
	if err != nil || got != want {
		t.Errorf("%s, %v, want %s", got, err, want)
	}
	for _, test := range []struct {
		parts []string
		want  string
	}{
		{nil, "key a:… is missing"},
		{[]string{"a:x", "n:1", "d:1", "b:true"}, "key t:… is missing"},
		{[]string{"a"}, "not column:value"},
		{[]string{"z:1"}, "not column:value"},
		{[]string{"n:one"}, "no LONG"},
		{[]string{"a:x", "A:y", "n:1", "d:1", "b:true", "t:2026-01-01"}, "key a:… is given twice"},
		{[]string{"a:" + strings.Repeat("x", 65), "n:1", "d:1", "b:true", "t:2026-01-01"}, "KeySizeLimitExceeded"},
	} {
		if _, err := s.keyOf(test.parts); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: error %v, want one with %s", test.parts, err, test.want)
		}
	}
}

func TestSize(t *testing.T) {
	fits := store.Document{"v": strings.Repeat("x", maxRow-8)}
	if n, err := size(fits); n != maxRow || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
	if _, err := size(store.Document{"v": strings.Repeat("x", maxRow-7)}); err == nil || !strings.Contains(err.Error(), "RowSizeLimitExceeded") {
		t.Errorf("a row that is too large: %v", err)
	}
}

func TestTimeToLive(t *testing.T) {
	at := func(text string) time.Time {
		moment, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	for _, test := range []struct {
		ttl       ttl
		now, want string
	}{
		{days(1), "2026-11-22T07:00:00Z", "2026-11-24T00:00:00Z"},
		{days(1), "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"},
		{days(90), "2026-11-22T23:59:59Z", "2027-02-21T00:00:00Z"},
		{ttl{2, "HOURS"}, "2026-11-22T07:00:01Z", "2026-11-22T10:00:00Z"},
		{ttl{2, "HOURS"}, "2026-11-22T08:00:01+01:00", "2026-11-22T10:00:00Z"},
	} {
		if got := test.ttl.end(at(test.now)); !got.Equal(at(test.want)) {
			t.Errorf("%s from %s ends %s, want %s", test.ttl, test.now, got, test.want)
		}
	}
	if end := days(0).end(at("2026-11-22T07:00:00Z")); !end.IsZero() {
		t.Errorf("for ever ends %s", end)
	}
	if diff := cmp.Diff([]int{0, 1, 2}, []int{ttl{23, "HOURS"}.days(), ttl{24, "HOURS"}.days(), days(2).days()}); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
}
