//go:build engine

package ephemeral

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

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
	path := filepath.Join(l.Root, "stacks", "Pulumi.local.yaml")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	usual := checkout.PortsAt(checkout.FirstPort)
	moved := strings.NewReplacer(
		checkout.Address(usual.Cloud), checkout.Address(l.Ports.Cloud), checkout.Address(usual.Gateway), checkout.Address(l.Ports.Gateway),
		checkout.Address(usual.Desk), checkout.Address(l.Ports.Desk), checkout.Address(usual.DeskHTTPS), checkout.Address(l.Ports.DeskHTTPS),
	).Replace(string(content))
	if err := os.WriteFile(path, []byte(moved), 0o644); err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob(filepath.Join(l.Root, "stacks", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		l.files[path] = true
	}
}

// jobVariable has the tests' program be one run of a command, which can be killed.
const jobVariable = "CXBRIDGE_TEST_JOB"

// job is what such a process does.
type job struct {
	Checkout    checkout.Checkout
	Ports       checkout.Ports
	Verb, Stack string
}

func TestMain(m *testing.M) {
	text := os.Getenv(jobVariable)
	if text == "" {
		os.Exit(m.Run())
	}
	os.Unsetenv(jobVariable)
	var j job
	err := json.Unmarshal([]byte(text), &j)
	if err == nil {
		err = j.do()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func (j job) do() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	place, err := target.OnRunning(ctx, target.Options{Checkout: j.Checkout, Ports: j.Ports, Local: true, Log: os.Stderr, Getenv: os.Getenv})
	if err != nil {
		return err
	}
	o := Options{Stack: j.Stack, Owner: "tests", Lifetime: time.Hour}.On(place, os.Stdout)
	switch j.Verb {
	case "run":
		return Run(ctx, context.Background(), o)
	case "recreate":
		return Recreate(ctx, o)
	case "remove":
		return Remove(ctx, o)
	}
	return errors.New("no such verb: " + j.Verb)
}

// start runs a command in a process of its own.
func (l *lab) start(t *testing.T, verb, stack string) *run {
	t.Helper()
	description, err := json.Marshal(job{l.Checkout, l.Ports, verb, stack})
	if err != nil {
		t.Fatal(err)
	}
	r := &run{t: t, cmd: exec.Command(os.Args[0]), output: newOutput(), ended: make(chan struct{})}
	r.cmd.Env = append(os.Environ(), jobVariable+"="+string(description))
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	r.cmd.Stdout, r.cmd.Stderr = r.output, r.output
	r.cmd.WaitDelay = time.Second // an engine that outlives a killed run has its output open
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		r.err = r.cmd.Wait()
		r.output.close()
		close(r.ended)
	}()
	return r
}

// output is what a process says, to be waited for.
type output struct {
	mu     sync.Mutex
	more   *sync.Cond
	text   strings.Builder
	closed bool
}

func newOutput() *output {
	o := &output{}
	o.more = sync.NewCond(&o.mu)
	return o
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.more.Broadcast()
	return o.text.Write(p)
}

func (o *output) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
	o.more.Broadcast()
}

// waitFor tells whether something is said before the end.
func (o *output) waitFor(what string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for !strings.Contains(o.text.String(), what) {
		if o.closed {
			return false
		}
		o.more.Wait()
	}
	return true
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}
