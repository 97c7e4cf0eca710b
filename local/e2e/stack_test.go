//go:build engine

package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/engine"
	"github.com/cxbridge/cxbridge/local/freeports"
)

// A stack is the stack local of a checkout, with a local cloud, a desk and a
// state of its own.
type stack struct {
	t         testing.TB
	engine    engine.Engine
	daemon    *daemon.Daemon
	addresses daemon.Addresses
	ports     checkout.Ports
	config    string  // the stack's configuration, with this cloud's ports
	outputs   outputs // once it is up
}

// outputs are those of the stack that the tests use.
type outputs struct{ SMSWebhookURL, EventsWebhookURL, AlarmTopicID, VaultID, KeyID string }

// newStack starts the local cloud and makes the stack ready to be brought up.
// root is the checkout whose program is run.
func newStack(t testing.TB, root string) *stack {
	t.Helper()
	return newStackOn(t, root, daemon.Behaviour{})
}

// patience has no slow machine decide whether a function starts, or is free, in time.
var patience = []string{"FunctionInitPeriod=1m", "FunctionQueuePeriod=1m"}

// newStackOn is newStack on a local cloud that behaves as the test needs, with patience
// unless that says otherwise.
func newStackOn(t testing.TB, root string, behaviour daemon.Behaviour) *stack {
	t.Helper()
	behaviour.Assume = slices.Concat(patience, behaviour.Assume)
	home, err := os.MkdirTemp("", "cxe2e") // short: a socket's path lies below it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	ports := freeports.Find(t)
	place := checkout.Checkout{Root: root, Home: home, Toolchain: toolchain(t)}

	running, err := daemon.Start(daemon.Options{Dir: place.Local(), Ports: ports, Behaviour: behaviour, Log: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := running.Close(); err != nil {
			t.Error(err)
		}
	})
	s := &stack{t: t, daemon: running, addresses: daemon.URLs(ports), ports: ports, engine: daemon.Engine(place, ports)}
	s.config = writeConfig(t, root, home, ports)
	if err := s.engine.Prepare(context.Background(), "local"); err != nil {
		t.Fatal(err)
	}
	return s
}

// repository is the root of this checkout.
func repository(t testing.TB) string {
	t.Helper()
	here, err := checkout.Find(".", os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	return here.Root
}

// toolchain is the folder of the programs under test.
func toolchain(t testing.TB) string {
	t.Helper()
	here, err := checkout.Find(".", os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	path, err := here.RequireTool("pulumi")
	if err != nil {
		t.Fatalf("%v (or run scripts/test, which builds what is missing)", err)
	}
	return filepath.Dir(path)
}

// writeConfig copies the stack's configuration, with other ports.
func writeConfig(t testing.TB, root, home string, ports checkout.Ports) string {
	t.Helper()
	path := filepath.Join(home, "Pulumi.local.yaml")
	copyWithPorts(t, filepath.Join(root, "stacks", "Pulumi.local.yaml"), path, ports)
	return path
}

// copyWithPorts copies a text that names the usual ports.
func copyWithPorts(t testing.TB, from, to string, ports checkout.Ports) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	usual := checkout.PortsAt(checkout.FirstPort)
	moved := strings.NewReplacer(
		checkout.Address(usual.Cloud), checkout.Address(ports.Cloud),
		checkout.Address(usual.Gateway), checkout.Address(ports.Gateway),
		checkout.Address(usual.Desk), checkout.Address(ports.Desk),
		checkout.Address(usual.DeskHTTPS), checkout.Address(ports.DeskHTTPS),
	).Replace(string(content))
	if err := os.WriteFile(to, []byte(moved), 0o644); err != nil {
		t.Fatal(err)
	}
}

// set gives the stack a setting, in YAML, in the place of its default.
func (s *stack) set(name, value string) {
	s.t.Helper()
	s.replaceConfig("config:\n", "config:\n"+setting(name, value))
}

// unset takes back what set gave.
func (s *stack) unset(name, value string) {
	s.t.Helper()
	s.replaceConfig(setting(name, value), "")
}

func setting(name, value string) string { return fmt.Sprintf("  cxbridge:%s: %s\n", name, value) }

func (s *stack) replaceConfig(old, now string) {
	s.t.Helper()
	content, err := os.ReadFile(s.config)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(s.config, bytes.Replace(content, []byte(old), []byte(now), 1), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// pulumi runs the CLI on the stack and returns what it printed.
func (s *stack) pulumi(command string, args ...string) (string, error) {
	s.t.Helper()
	all := append([]string{command, "-s", "local", "--config-file", s.config, "--non-interactive", "--color", "never"}, args...)
	run := s.engine.Command(context.Background(), all...)
	var out bytes.Buffer
	run.Stdout, run.Stderr = &out, &out
	err := run.Run()
	return out.String(), err
}

// must is pulumi where nothing else but success will do.
func (s *stack) must(command string, args ...string) string {
	s.t.Helper()
	out, err := s.pulumi(command, args...)
	if err != nil {
		s.t.Fatalf("pulumi %s %s: %v\n%s", command, strings.Join(args, " "), err, out)
	}
	return out
}

// up brings the stack up and learns where to send things.
func (s *stack) up() {
	s.t.Helper()
	s.must("up", "--yes", "--skip-preview")
	run := s.engine.Command(context.Background(), "stack", "output", "-s", "local", "--json")
	out, err := run.Output()
	if err != nil {
		s.t.Fatalf("pulumi stack output: %v", err)
	}
	if err := json.Unmarshal(out, &s.outputs); err != nil || s.outputs.SMSWebhookURL == "" || s.outputs.AlarmTopicID == "" {
		s.t.Fatalf("the outputs hold no smsWebhookUrl or no alarmTopicId: %v\n%s", err, out)
	}
}

// upWithout brings the stack up without one of its settings, which it has again then.
func (s *stack) upWithout(name string) {
	s.t.Helper()
	with, err := os.ReadFile(s.config)
	if err != nil {
		s.t.Fatal(err)
	}
	s.must("config", "rm", name)
	s.up()
	if err := os.WriteFile(s.config, with, 0o644); err != nil {
		s.t.Fatal(err)
	}
}
