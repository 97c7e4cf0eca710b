package main

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/freeports"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"local": main})
}

// TestScripts types the commands as a person would, in a checkout of the test's
// own. Pulumi's programs are stand-ins that only record how they are called:
// the real ones are tested in local/e2e.
func TestScripts(t *testing.T) {
	tools, err := filepath.Abs(filepath.Join("testdata", "tools"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(env *testscript.Env) error {
			env.Setenv("CXBRIDGE_TOOLCHAIN", tools)
			env.Setenv("CXBRIDGE_PORTS", strconv.Itoa(freeports.Find(t).Cloud))
			for _, name := range []string{"Pulumi.yaml", "go.mod"} {
				if err := os.WriteFile(filepath.Join(env.WorkDir, name), nil, 0o644); err != nil {
					return err
				}
			}
			// A script that fails halfway leaves no daemon behind.
			env.Defer(func() {
				if err := daemon.Down(context.Background(), filepath.Join(env.WorkDir, ".cxbridge", "local")); err != nil {
					t.Error(err)
				}
			})
			return nil
		},
	})
}
