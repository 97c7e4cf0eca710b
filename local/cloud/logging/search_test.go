package logging

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseQuery(t *testing.T) {
	for _, tt := range []struct {
		text   string
		places [][]string
		newest bool
	}{
		{`search "c/g/l"`, [][]string{{"c", "g", "l"}}, false},
		{`  search   "c" , "d/g"  `, [][]string{{"c"}, {"d", "g"}}, false},
		{`search "c" | sort by datetime desc`, [][]string{{"c"}}, true},
		{`search "c"|sort by datetime asc`, [][]string{{"c"}}, false},
		{`search "c" | sort by datetime`, [][]string{{"c"}}, false},
	} {
		q, err := parseQuery(tt.text)
		if diff := cmp.Diff(tt.places, q.places); err != nil || diff != "" || q.Newest != tt.newest {
			t.Errorf("%s: newest %v, error %v, places (-want +got):\n%s", tt.text, q.Newest, err, diff)
		}
	}
	for _, text := range []string{"", "search", "search c", `search "c`, `search "c" "d"`, `search "c" | where a = 1`, `search "c" | sort by a desc`} {
		if q, err := parseQuery(text); err == nil {
			t.Errorf("%q was read as %v", text, q)
		}
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, seed := range []string{`search "c/g/l"`, `search "c", "d" | sort by datetime desc`, `search ""`, `"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if q, err := parseQuery(text); err == nil && len(q.places) == 0 {
			t.Errorf("%q names no place, which would mean all", text)
		}
	})
}
