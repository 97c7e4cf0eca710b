package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"stack": main})
}

// TestScripts types the commands as a person would who has a tenancy, in a checkout of the
// test's own. The pulumi on PATH is a stand-in that prints the events in the file that
// EVENTS names and ends with STATUS; what the commands do with a real one is tested in
// their packages.
func TestScripts(t *testing.T) {
	tools, err := filepath.Abs(filepath.Join("testdata", "tools"))
	if err != nil {
		t.Fatal(err)
	}
	samples, err := filepath.Abs(filepath.Join("..", "..", "stack", "preview", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", tools+string(filepath.ListSeparator)+env.Getenv("PATH"))
			env.Setenv("PULUMI_HOME", filepath.Join(env.WorkDir, "home"))
			env.Setenv("SAMPLES", samples)
			return makeCheckout(env.WorkDir, tools)
		},
	})
}

// makeCheckout writes the files by which a checkout is known. What builds the rest is a link:
// a program that was just written may still be open in a process that another script starts.
func makeCheckout(root, tools string) error {
	bin := filepath.Join(root, ".cxbridge", "bin")
	return errors.Join(
		os.WriteFile(filepath.Join(root, "Pulumi.yaml"), nil, 0o644),
		os.WriteFile(filepath.Join(root, "go.mod"), nil, 0o644),
		os.MkdirAll(filepath.Join(root, "stacks"), 0o755),
		os.MkdirAll(bin, 0o755),
		os.Symlink(filepath.Join(tools, "bootstrap"), filepath.Join(bin, "bootstrap")),
	)
}

func TestEveryCommandHasAnExample(t *testing.T) {
	for _, command := range newCommand().Commands() {
		if example := "scripts/stack " + command.Name(); !strings.Contains(command.Example, example) || command.Long == "" {
			t.Errorf("%s -h does not show %q, or says too little", command.Name(), example)
		}
	}
}
