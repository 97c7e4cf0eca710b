package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cxbridge/cxbridge/local/checkout"
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
		Dir:  filepath.Join("testdata", "script"),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"deploy": deploy, "listen": listen},
		Setup: func(env *testscript.Env) error {
			env.Setenv("CXBRIDGE_TOOLCHAIN", tools)
			ports := freeports.Find(t)
			env.Setenv("CXBRIDGE_PORTS", strconv.Itoa(ports.Cloud))
			if err := makeCheckout(env.WorkDir, ports); err != nil {
				return err
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

// makeCheckout writes the files by which a checkout is known.
func makeCheckout(root string, ports checkout.Ports) error {
	stack := fmt.Sprintf("config:\n  cxbridge:b2cserviceHostname: %s\n  cxbridge:registry: %s\n",
		checkout.Address(ports.DeskHTTPS), checkout.Address(ports.Cloud))
	return errors.Join(
		os.WriteFile(filepath.Join(root, "Pulumi.yaml"), nil, 0o644),
		os.WriteFile(filepath.Join(root, "go.mod"), nil, 0o644),
		os.Mkdir(filepath.Join(root, "stacks"), 0o755),
		os.WriteFile(filepath.Join(root, "stacks", "Pulumi.local.yaml"), []byte(stack), 0o644),
	)
}
