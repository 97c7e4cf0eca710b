package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cxbridge/cxbridge/local/daemon"
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
			env.Setenv("CXBRIDGE_PORTS", strconv.Itoa(fourFreePorts(t)))
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

// nextPort is where the search for free ports goes on, so that scripts that run
// at the same time get different ones.
var nextPort atomic.Int64

// fourFreePorts finds four free ports in a row and returns the first.
func fourFreePorts(t *testing.T) int {
	t.Helper()
	nextPort.CompareAndSwap(0, int64(20000+os.Getpid()%20000))
	for {
		first := int(nextPort.Add(4)) - 4
		if first > 60000 {
			t.Fatal("no four free ports in a row")
		}
		if isFree(first) && isFree(first+1) && isFree(first+2) && isFree(first+3) {
			return first
		}
	}
}

func isFree(port int) bool {
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return false
	}
	listener.Close()
	return true
}
