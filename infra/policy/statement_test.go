package policy

import "testing"

// Whatever can be taken to pieces must mean the same when it is put together again: nothing may be overlooked.
func FuzzParseStatement(f *testing.F) {
	for _, text := range []string{
		invokes, reads, usesRows, "", "Allow any-user to manage all-resources in tenancy",
		"Allow any-user to use fn-invocation in compartment id ocid1.compartment.oc1..a where ANY {a = 'b', c = 'd'}",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if statement, err := ParseStatement(text); err == nil && statement.String() != text {
			t.Errorf("%q is %q", text, statement)
		}
	})
}
