package main

import (
	"os"
	"os/exec"
	"path/filepath"
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

// The go command moves what it builds to its place only if it builds in the same folder:
// otherwise it may copy, and a script that starts meanwhile runs half a program.
func TestTheScriptBuildsWhereTheProgramGoes(t *testing.T) {
	home, tools := t.TempDir(), t.TempDir()
	said := filepath.Join(tools, "said")
	if err := os.WriteFile(filepath.Join(tools, "go"), []byte("#!/bin/sh\necho \"$GOTMPDIR $*\" >"+said+"\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	script := exec.Command(filepath.Join("..", "..", "..", "scripts", "lib", "bootstrap"))
	script.Env = []string{"PATH=" + tools + ":" + os.Getenv("PATH"), checkout.HomeVariable + "=" + home}
	if out, err := script.CombinedOutput(); err == nil {
		t.Errorf("the script goes on without the program: %s", out)
	}
	got, err := os.ReadFile(said)
	bin := filepath.Join(home, "bin")
	if want := bin + " build -buildvcs=false -o " + bin + "/bootstrap ./local/cmd/bootstrap\n"; err != nil || string(got) != want {
		t.Errorf("go was called with %q, %v, want %q", got, err, want)
	}
}
