package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func names(list []suite) (names []string) {
	for _, s := range list {
		names = append(names, s.name)
	}
	return names
}

func TestChosen(t *testing.T) {
	warm := []string{"build", "stack", "images", "functions", "handlers", "throughput"}
	for _, test := range []struct {
		names []string
		cold  bool
		want  []string
	}{
		{nil, false, warm},
		{nil, true, append([]string{"cold"}, warm...)},
		{[]string{"functions", "stack"}, false, []string{"stack", "functions"}},
		{[]string{"cold"}, false, []string{"cold"}},
		{[]string{"build"}, true, []string{"cold", "build"}},
	} {
		if diff := cmp.Diff(test.want, names(chosen(test.names, test.cold))); diff != "" {
			t.Errorf("chosen(%v, %v) (-want +got):\n%s", test.names, test.cold, diff)
		}
	}
}

// Every line of the table says something of its own, in a unit that there is, and
// is compared with lines that are there.
func TestTheCatalogueHolds(t *testing.T) {
	whats, units := map[string]bool{}, map[key]string{}
	for _, s := range suites() {
		for _, f := range s.figures {
			if whats[f.what] || units[f.of] != "" {
				t.Errorf("%q, or %v, is there twice", f.what, f.of)
			}
			whats[f.what], units[f.of] = true, f.in
			if f.scale() == 0 {
				t.Errorf("%q cannot be given in %s", f.what, f.in)
			}
		}
	}
	for _, s := range suites() {
		for _, f := range s.figures {
			for _, c := range f.than {
				if units[c.of] != f.in {
					t.Errorf("%q is in %s, and what it is compared with, %v, in %q", f.what, f.in, c.of, units[c.of])
				}
			}
		}
	}
}
