package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/checkout"
)

func TestWhatIsBuiltForWhom(t *testing.T) {
	everything := []string{"./local/cmd/local", "./local/cmd/demo", "./local/cmd/stack", "./infra/cxif/pulumi-resource-cxif", "./infra"}
	program := everything[3:]
	for line, want := range map[string]struct{ packages, then []string }{
		"":                {everything, nil},
		"--tests":         {append(everything, "./..."), nil},
		"--program":       {program, nil},
		"demo":            {everything, []string{"/h/bin/demo"}},
		"demo --once":     {everything, []string{"/h/bin/demo", "--once"}},
		"demo -h":         {[]string{"./local/cmd/demo"}, []string{"/h/bin/demo", "-h"}},
		"local up --help": {[]string{"./local/cmd/local"}, []string{"/h/bin/local", "up", "--help"}},
		"local help":      {[]string{"./local/cmd/local"}, []string{"/h/bin/local", "help"}},
		"local up":        {everything, []string{"/h/bin/local", "up"}},
		"stack affected":  {[]string{"./local/cmd/stack"}, []string{"/h/bin/stack", "affected"}},
	} {
		units, then := plan(checkout.Checkout{Root: "/r", Home: "/h", Toolchain: "/tools"}, strings.Fields(line))
		var packages []string
		for _, unit := range units {
			packages = append(packages, unit.Packages...)
		}
		if diff := cmp.Diff([][]string{want.packages, want.then}, [][]string{packages, then}); diff != "" {
			t.Errorf("bootstrap %s (-want +got):\n%s", line, diff)
		}
	}
}
