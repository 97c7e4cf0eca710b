package mql

import "testing"

// FuzzParse wants that nothing panics, that a query which was read is printed as one that reads the same, and that
// printing it again changes nothing.
func FuzzParse(f *testing.F) {
	for text := range canonical {
		f.Add(text)
	}
	for _, text := range []string{`a[1m]{x="1" || y="2"}.sum()`, `a[1m].percentile(90)`, `((((`, `a[1m]{`, `"`, `- -5`, "\xff[1m].sum()"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		query, err := Parse(text)
		if err != nil {
			return
		}
		printed := query.String()
		if len(printed) > MaxLength {
			return
		}
		again, err := Parse(printed)
		if err != nil {
			t.Fatalf("%q is printed as %q, which is refused: %v", text, printed, err)
		}
		if !equal(query, again) {
			t.Fatalf("%q is printed as %q, which reads differently", text, printed)
		}
		if twice := again.String(); twice != printed {
			t.Fatalf("%q is printed as %q, then as %q", text, printed, twice)
		}
		if _, err := Parse(query.WithoutPredicate()); err != nil {
			t.Fatalf("%q without predicate is %q, which is refused: %v", text, query.WithoutPredicate(), err)
		}
		if len(query.Metrics()) == 0 {
			t.Fatalf("%q reads no metric", text)
		}
	})
}
