package b2c

import (
	"strings"
	"testing"
)

// FuzzEmailQuery: whatever an address is, the query around it stays as it is meant.
func FuzzEmailQuery(f *testing.F) {
	for _, seed := range []string{"ann@a.example", "Ann@A.example", "o'hara@a.example", "ann@a.example' OR '1' = '1", "ann@a.example;"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		for _, plain := range plainAddresses([]string{address}) {
			query := emailQuery([]string{plain})
			terms := strings.Split(strings.TrimPrefix(query, "SELECT id, emails.address FROM contacts WHERE "), " OR ")
			for _, term := range terms {
				value, ok := strings.CutPrefix(term, "emails.address = '")
				value, ended := strings.CutSuffix(value, "'")
				if !ok || !ended || strings.ContainsAny(value, "'\"\\;%() \t\r\n\x00") || !strings.EqualFold(value, address) {
					t.Errorf("%q becomes %s", address, query)
				}
			}
		}
	})
}
