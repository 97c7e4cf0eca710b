//go:build engine

package ephemeral

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/freeports"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// lab is a checkout of the tests' own with a running local cloud.
type lab struct {
	checkout.Checkout
	Ports  checkout.Ports
	daemon *daemon.Daemon
	files  map[string]bool // the checkout's files of stacks
}

func newLab(t *testing.T) *lab {
	t.Helper()
	here, err := checkout.Find(".", os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	pulumi, err := here.RequireTool("pulumi")
	if err != nil {
		t.Fatalf("%v (or run scripts/test, which builds what is missing)", err)
	}
	home, err := os.MkdirTemp("", "cxeph") // short: a socket's path lies below it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	l := &lab{Ports: freeports.Find(t), files: map[string]bool{}}
	l.Checkout = checkout.Checkout{Root: filepath.Join(home, "checkout"), Home: filepath.Join(home, "home"), Toolchain: filepath.Dir(pulumi)}
	l.copy(t, here.Root)
	l.daemon, err = daemon.Start(daemon.Options{Dir: l.Local(), Ports: l.Ports, Log: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.daemon.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// copy copies what the program is made of, with the lab's ports.
func (l *lab) copy(t *testing.T, from string) {
	t.Helper()
	for _, name := range []string{"Pulumi.yaml", "go.mod", "go.sum", "infra", "functions", "shared", "stacks"} {
		if err := os.MkdirAll(l.Root, 0o755); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("cp", "-R", filepath.Join(from, name), l.Root).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	usual := checkout.PortsAt(checkout.FirstPort)
	l.rewrite(t, "local",
		checkout.Address(usual.Cloud), checkout.Address(l.Ports.Cloud), checkout.Address(usual.Gateway), checkout.Address(l.Ports.Gateway),
		checkout.Address(usual.Desk), checkout.Address(l.Ports.Desk), checkout.Address(usual.DeskHTTPS), checkout.Address(l.Ports.DeskHTTPS),
	)
	l.rewrite(t, "foundation",
		"<OCID of the compartment>", daemon.Compartment, "<OCID of the tenancy>", "ocid1.tenancy.oc1..cxbridgelocal",
		"<region, such as us-ashburn-1>", "us-ashburn-1", "<whose stack it is, such as a team's name>", "tests",
	)
	paths, err := filepath.Glob(filepath.Join(l.Root, "stacks", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		l.files[path] = true
	}
}

// rewrite puts other words into a stack's file.
func (l *lab) rewrite(t *testing.T, stack string, words ...string) {
	t.Helper()
	path := filepath.Join(l.Root, "stacks", "Pulumi."+stack+".yaml")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.NewReplacer(words...).Replace(string(content))), 0o644); err != nil {
		t.Fatal(err)
	}
}

// place is where the lab's stacks are.
func (l *lab) place(t *testing.T) *target.Target {
	t.Helper()
	place, err := target.OnRunning(context.Background(), target.Options{Checkout: l.Checkout, Ports: l.Ports, Local: true, Log: t.Output(), Getenv: os.Getenv})
	if err != nil {
		t.Fatal(err)
	}
	return place
}
