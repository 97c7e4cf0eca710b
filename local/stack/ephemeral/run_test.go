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
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/shirou/gopsutil/v4/process"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// jobVariable has the tests' program be one run of a command, which can be killed.
const jobVariable = "CXBRIDGE_TEST_JOB"

// job is what such a process does.
type job struct {
	Checkout    checkout.Checkout
	Ports       checkout.Ports
	Verb, Stack string
	Until       string // goes no further than where it says this
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
	o := Options{Stack: j.Stack, Foundation: "foundation", IfThere: true, Owner: "tests", Lifetime: time.Hour}.On(place, until{j.Until})
	switch j.Verb {
	case "run":
		return Run(ctx, context.Background(), o)
	case "recreate":
		return Recreate(ctx, o)
	case "remove":
		return Remove(ctx, o)
	case "take": // somebody's who means it
		o.Any = true
		return Remove(ctx, o)
	}
	return errors.New("no such verb: " + j.Verb)
}

// until writes to standard output what a run says. Where that is what it is to stop at, it
// waits there to be killed, for as long as a test can take.
type until struct{ says string }

func (u until) Write(p []byte) (int, error) {
	n, err := os.Stdout.Write(p)
	if u.says != "" && strings.Contains(string(p), u.says) {
		time.Sleep(time.Hour)
	}
	return n, err
}

// start runs a command in a process of its own.
func (l *lab) start(t *testing.T, verb, stack string) *run {
	t.Helper()
	return l.startUntil(t, verb, stack, "")
}

func (l *lab) startUntil(t *testing.T, verb, stack, says string) *run {
	t.Helper()
	description, err := json.Marshal(job{l.Checkout, l.Ports, verb, stack, says})
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

// run is a process that runs a command.
type run struct {
	t      *testing.T
	cmd    *exec.Cmd
	output *output
	ended  chan struct{}
	err    error
}

// waitFor returns when the run has said something.
func (r *run) waitFor(what string) {
	r.t.Helper()
	if !r.output.waitFor(what) {
		r.t.Fatalf("it ended without %q:\n%s", what, r.output)
	}
}

// end waits for the process to end.
func (r *run) end() error {
	<-r.ended
	return r.err
}

func (r *run) mustEnd() {
	r.t.Helper()
	if err := r.end(); err != nil {
		r.t.Errorf("%v:\n%s", err, r.output)
	}
	if strings.Contains(r.output.String(), "panic:") {
		r.t.Errorf("it panicked:\n%s", r.output)
	}
}

// kill kills the process alone. Its engine is interrupted, and ends what it does.
func (r *run) kill() {
	r.t.Helper()
	if err := r.cmd.Process.Kill(); err != nil {
		r.t.Fatal(err)
	}
	r.mustFail()
}

// killWithEngine kills both.
func (r *run) killWithEngine() {
	r.t.Helper()
	self, err := process.NewProcess(int32(r.cmd.Process.Pid))
	if err != nil {
		r.t.Fatal(err)
	}
	engines, err := self.Children()
	if err != nil {
		r.t.Fatal(err)
	}
	if err := r.cmd.Process.Kill(); err != nil {
		r.t.Fatal(err)
	}
	for _, engine := range engines {
		syscall.Kill(int(engine.Pid), syscall.SIGKILL) // unless it has ended
	}
	r.mustFail()
}

// interrupt has the run clear everything away.
func (r *run) interrupt() {
	r.t.Helper()
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		r.t.Fatal(err)
	}
	r.mustFail()
	r.waitFor("Another interrupt stops that, too.")
	r.waitFor("remove the stack")
}

func (r *run) mustFail() {
	r.t.Helper()
	if r.end() == nil {
		r.t.Errorf("it had ended before it was stopped:\n%s", r.output)
	}
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
