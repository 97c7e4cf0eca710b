// Package stacktest gives tests a stack's place without the real engine: a checkout of
// their own with the stack local, a local cloud and a desk that run in the test, and a
// stand-in for the pulumi command that answers with what the test says.
package stacktest

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/infra/settings/settingstest"
	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/engine"
	"github.com/cxbridge/cxbridge/local/freeports"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// Stack is the name of the stack.
const Stack = "local"

// Place is where the stack is.
type Place struct {
	Checkout  checkout.Checkout
	Ports     checkout.Ports
	Addresses daemon.Addresses
	Target    *target.Target
	Config    target.Config // as the stack's file has it; Answer makes it pulumi's answer
}

// pulumi answers from files beside it, named by its first two arguments.
const pulumi = `#!/bin/sh
answer="$(dirname "$(readlink -f "$0")")/$1-$2.answer"
case "$1 $2" in "stack init") exit 0 ;; esac
cat "$answer" && exit 0
echo "error: no stack named 'local' found" >&2
exit 255
`

// New starts a local cloud that behaves so, and a desk, until the test ends. The checkout
// at root is where the functions and their samples are.
func New(t testing.TB, root string, behaviour daemon.Behaviour) *Place {
	t.Helper()
	home, err := os.MkdirTemp("", "cxstack") // short: a socket's path lies below it
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(home) })
	p := &Place{
		Checkout: checkout.Checkout{Root: home, Home: filepath.Join(home, ".cxbridge"), Toolchain: filepath.Join(home, "tools")},
		Ports:    freeports.Find(t),
	}
	p.Addresses = daemon.URLs(p.Ports)
	p.copy(t, root)
	p.serve(t, behaviour)
	p.Target, err = target.Open(context.Background(), target.Options{
		Checkout: p.Checkout, Ports: p.Ports, Local: true, Log: t.Output(), Getenv: func(string) string { return "" },
	})
	must(t, err)
	p.Config = target.Config{}
	p.Answer(t, "version", "", "v3.253.0\n")
	p.Answer(t, "plugin", "ls", []map[string]string{{"name": "oci", "kind": "resource", "version": engine.PluginVersion}})
	p.NotUp(t)
	p.Reset(t)
	return p
}

// copy makes the checkout of what the target reads, with the place's ports.
func (p *Place) copy(t testing.TB, root string) {
	t.Helper()
	root, err := filepath.Abs(root)
	must(t, err)
	for _, name := range []string{"functions", "Pulumi.yaml"} {
		must(t, os.Symlink(filepath.Join(root, name), filepath.Join(p.Checkout.Root, name)))
	}
	file := filepath.Join("stacks", "Pulumi."+Stack+".yaml")
	content, err := os.ReadFile(filepath.Join(root, file))
	must(t, err)
	usual := checkout.PortsAt(checkout.FirstPort)
	moved := strings.NewReplacer(
		checkout.Address(usual.Cloud), checkout.Address(p.Ports.Cloud),
		checkout.Address(usual.Gateway), checkout.Address(p.Ports.Gateway),
		checkout.Address(usual.Desk), checkout.Address(p.Ports.Desk),
		checkout.Address(usual.DeskHTTPS), checkout.Address(p.Ports.DeskHTTPS),
	).Replace(string(content))
	write(t, filepath.Join(p.Checkout.Root, file), moved, 0o644)
	for _, tool := range []string{"pulumi", "pulumi-language-go", "pulumi-resource-oci"} {
		write(t, filepath.Join(p.Checkout.Toolchain, tool), pulumi, 0o755)
	}
}

// serve runs the local cloud and the desk as the daemon does.
func (p *Place) serve(t testing.TB, behaviour daemon.Behaviour) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- daemon.Serve(ctx, p.Checkout.Local(), p.Ports, behaviour) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	deadline := time.After(5 * time.Minute)
	for {
		if state, _, err := daemon.Read(p.Checkout.Local()); err == nil && state.Ready {
			return
		}
		select {
		case err := <-ended:
			ended <- nil
			t.Fatal(errors.Join(errors.New("the local cloud ended"), err))
		case <-deadline:
			t.Fatal("waited for the local cloud in vain")
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// Reset gives the stack the settings of its file again.
func (p *Place) Reset(t testing.TB) {
	t.Helper()
	values := settingstest.Load(t, p.Checkout.Root, Stack, engine.Passphrase)
	clear(p.Config)
	for name, text := range values.Text {
		p.Config["cxbridge:"+name] = target.ConfigValue{Value: text, Secret: values.Secret[name]}
	}
	p.Answer(t, "config", "--json", p.Config)
}

// Set gives the stack other settings. What was a secret stays one.
func (p *Place) Set(t testing.TB, settings map[string]string) {
	t.Helper()
	for name, text := range settings {
		value := p.Config["cxbridge:"+name]
		value.Value = text
		p.Config["cxbridge:"+name] = value
	}
	p.Answer(t, "config", "--json", p.Config)
}

// SetSecret gives the stack a secret.
func (p *Place) SetSecret(t testing.TB, name, text string) {
	t.Helper()
	p.Config["cxbridge:"+name] = target.ConfigValue{Value: text, Secret: true}
	p.Answer(t, "config", "--json", p.Config)
}

// Up makes the stack one that is up and has outputs.
func (p *Place) Up(t testing.TB, outputs map[string]any) {
	t.Helper()
	p.Answer(t, "stack", "output", maps.Clone(outputs))
	p.Answer(t, "stack", "ls", []map[string]any{{"name": Stack, "resourceCount": 1 + len(outputs)}})
}

// NotUp makes the stack one that was never brought up.
func (p *Place) NotUp(t testing.TB) {
	t.Helper()
	p.Answer(t, "stack", "output", map[string]any{})
	p.Answer(t, "stack", "ls", []map[string]any{{"name": Stack}})
}

// Answer is what pulumi answers to a command: a text, or JSON.
func (p *Place) Answer(t testing.TB, command, word string, answer any) {
	t.Helper()
	text, isText := answer.(string)
	if !isText {
		content, err := json.Marshal(answer)
		must(t, err)
		text = string(content)
	}
	write(t, p.answerFile(command, word), text, 0o644)
}

// Fail has pulumi fail at a command.
func (p *Place) Fail(t testing.TB, command, word string) {
	t.Helper()
	must(t, os.Remove(p.answerFile(command, word)))
}

func (p *Place) answerFile(command, word string) string {
	return filepath.Join(p.Checkout.Toolchain, command+"-"+word+".answer")
}

func write(t testing.TB, path, content string, mode os.FileMode) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(path), 0o755))
	must(t, os.WriteFile(path, []byte(content), mode))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
