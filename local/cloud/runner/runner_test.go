package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAWarmInstanceIsUsedAgain(t *testing.T) {
	b := newBench(t)
	f := function()
	first := b.must(t, f, `{"do":"pid"}`)
	for range 5 {
		if got := b.must(t, f, `{"do":"pid"}`); got != first {
			t.Fatalf("process %s answered, want the warm %s", got, first)
		}
	}
	instances := b.Instances(f.ID)
	if len(instances) != 1 || fmt.Sprint(instances[0].PID) != first || instances[0].Calls != 6 || instances[0].Busy {
		t.Errorf("instances are %+v", instances)
	}
	if b.images.asked != 1 {
		t.Errorf("the image was pulled %d times", b.images.asked)
	}
}

// A socket's path is bounded, a checkout's is not.
func TestADeepFolder(t *testing.T) {
	b := newBench(t, func(o *Options) { o.Dir = filepath.Join(o.Dir, strings.Repeat("deep/", 40)) })
	pid := b.must(t, function(), `{"do":"pid"}`)
	if again := b.must(t, function(), `{"do":"pid"}`); again != pid {
		t.Errorf("process %s answered, want the warm %s", again, pid)
	}
}

func TestHeadersDeadlineAndCallID(t *testing.T) {
	b := newBench(t)
	answer, err := b.Invoke(context.Background(), function(func(f *Function) { f.Timeout = 10 * time.Second }),
		Call{ID: "call-1", Header: http.Header{"X-Mine": {"a", "b"}}, Body: []byte(`{"do":"headers"}`)})
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Headers  http.Header
		Deadline time.Time
		CallID   string
	}
	if err := json.Unmarshal(answer.Body, &got); err != nil {
		t.Fatal(err)
	}
	if got.CallID != "call-1" || !slices.Equal(got.Headers["X-Mine"], []string{"a", "b"}) {
		t.Errorf("call id %q, headers %v", got.CallID, got.Headers)
	}
	if want := b.now.Now().Add(12 * time.Second).Truncate(time.Second); !got.Deadline.Equal(want) {
		t.Errorf("deadline %v, want %v", got.Deadline, want)
	}
	if got.Headers.Get("User-Agent") != "" || got.Headers.Get("Accept-Encoding") != "" {
		t.Errorf("net/http added headers of its own: %v", got.Headers)
	}
}

func TestEnvironmentIsWhatOCIDocuments(t *testing.T) {
	t.Setenv("SECRET_OF_THIS_PROCESS", "1")
	b := newBench(t, func(o *Options) { o.Env = map[string]string{"SSL_CERT_FILE": "/ca.pem", "OVER": "options"} })
	f := function(func(f *Function) {
		f.MemoryInMBs = 256
		f.Config = map[string]string{"b2cservice_hostname": "desk", "OVER": "config", "FN_LISTENER": "unix:/elsewhere"}
	})
	var list []string
	if err := json.Unmarshal([]byte(b.must(t, f, `{"do":"environment"}`)), &list); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{}
	for _, pair := range list {
		name, value, _ := strings.Cut(pair, "=")
		env[name] = value
	}
	listener := env["FN_LISTENER"]
	if path := strings.TrimPrefix(listener, "unix:"); path == listener || len(path) > 107-len("phony") || !strings.HasSuffix(path, "/lsnr.sock") {
		t.Errorf("FN_LISTENER is %q", listener)
	}
	if !strings.HasPrefix(env["TMPDIR"], b.options.Dir) {
		t.Errorf("TMPDIR is %q, want a folder of the instance's own", env["TMPDIR"])
	}
	delete(env, "FN_LISTENER")
	delete(env, "TMPDIR")
	want := map[string]string{
		"FN_FN_ID": f.ID, "FN_FN_NAME": "f", "FN_APP_ID": f.ApplicationID, "FN_APP_NAME": "a",
		"FN_MEMORY": "256", "FN_CPUS": "100m", "FN_TYPE": "sync", "FN_FORMAT": "http-stream", "OCI_TRACING_ENABLED": "0",
		"OCI_REGION_METADATA": `{"realmDomainComponent":"oraclecloud.com","realmKey":"oc1","regionIdentifier":"us-ashburn-1","regionKey":"IAD"}`,
		"SSL_CERT_FILE":       "/ca.pem", "OVER": "options", "b2cservice_hostname": "desk",
	}
	if diff := cmp.Diff(want, env); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
}

func TestFailuresHaveOCIsCodes(t *testing.T) {
	huge := strings.Repeat(" ", maxBody+1)
	mode := func(m string) func(*Function) {
		return func(f *Function) { f.Config = map[string]string{"MODE": m} }
	}
	quick := func(f *Function) { f.Timeout = 100 * time.Millisecond }
	impatient := func(o *Options) { o.Fidelity.FunctionInitPeriod = 500 * time.Millisecond }
	for _, tt := range []struct {
		name, command string
		change        func(*Function)
		status        int
		code, says    string
	}{
		{"request too large", huge, nil, 413, "FunctionInvokeRequestContentTooLarge", "6291456"},
		{"answer too large", `{"do":"answer","n":6291457}`, nil, 502, "FunctionInvokeResponseBodyTooLarge", ""},
		{"panic", `{"do":"panic"}`, nil, 502, "FunctionInvokeExecutionFailed", "log says why"},
		{"exit", `{"do":"exit"}`, nil, 502, "FunctionInvokeExecutionFailed", "ended"},
		{"timeout", `{"sleep":60000000000}`, quick, 504, "FunctionInvokeTimeout", "100ms"},
		{"memory", `{"do":"allocate","n":200000000,"hold":60000000000}`, nil, 502, "FunctionInvokeExecutionFailed", "raise memoryInMBs"},
		{"ends at start", "", mode("exit"), 502, "FunctionInvokeContainerInitFail", "cannot find my configuration"},
		{"never listens", "", mode("deaf"), 504, "FunctionInvokeContainerInitTimeout", "thinking"},
		{"container says 502", "502", mode("raw"), 502, "FunctionInvokeExecutionFailed", "reported"},
		{"container says 504", "504", mode("raw"), 504, "FunctionInvokeTimeout", ""},
		{"container says 404", "404", mode("raw"), 502, "FunctionInvokeInvalidResponse", "404"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			options := func(*Options) {}
			if tt.code == "FunctionInvokeContainerInitTimeout" {
				options = impatient
			}
			b := newBench(t, options)
			f := function()
			if tt.change != nil {
				tt.change(&f)
			}
			_, err := b.do(f, tt.command)
			var failed *Error
			if !errors.As(err, &failed) || failed.Status != tt.status || failed.Code != tt.code || !strings.Contains(failed.Message, tt.says) {
				t.Fatalf("error %v, want %d %s saying %q", err, tt.status, tt.code, tt.says)
			}
		})
	}
}

func TestTheLargestBodiesPass(t *testing.T) {
	b := newBench(t)
	if got := b.must(t, function(), strings.Repeat(" ", maxBody)); len(got) != maxBody {
		t.Errorf("answer has %d bytes, want %d", len(got), maxBody)
	}
}

// What Fn keeps after a failure is used again, what it kills is not.
func TestWhichFailuresEndTheInstance(t *testing.T) {
	for _, tt := range []struct {
		command string
		ends    bool
	}{{"502", false}, {"504", false}, {"200", false}, {"404", true}} {
		b := newBench(t)
		f := function(func(f *Function) { f.Config = map[string]string{"MODE": "raw"} })
		before := b.must(t, f, "200")
		b.do(f, tt.command)
		if after := b.must(t, f, "200"); (after != before) != tt.ends {
			t.Errorf("status %s: process %s before and %s after, want an end: %v", tt.command, before, after, tt.ends)
		}
	}
}

func kill(t *testing.T, pid string) {
	t.Helper()
	n, err := strconv.Atoi(pid)
	if err == nil {
		err = syscall.Kill(n, syscall.SIGKILL)
	}
	if err != nil {
		t.Fatalf("kill %s: %v", pid, err)
	}
}

// The signal and the next call race; whichever wins, the call is served.
func TestAKilledFunctionServesTheNextCall(t *testing.T) {
	b := newBench(t)
	f := function()
	for range 30 {
		pid := b.must(t, f, `{"do":"pid"}`)
		kill(t, pid)
		if got := b.must(t, f, `{"do":"pid"}`); got == pid {
			t.Fatalf("the killed process %s answered", pid)
		}
	}
}

// A call that was read is not sent again: what it did is not known.
func TestAFunctionKilledDuringACallFailsIt(t *testing.T) {
	b := newBench(t)
	f := function()
	pid := b.must(t, f, `{"do":"pid"}`)
	failed := make(chan error, 1)
	go func() {
		_, err := b.do(f, `{"sleep":60000000000}`)
		failed <- err
	}()
	eventually(t, "the function is in the call", func() bool { _, ok := b.log.find("asleep"); return ok })
	kill(t, pid)
	var e *Error
	if err := <-failed; !errors.As(err, &e) || e.Code != "FunctionInvokeExecutionFailed" {
		t.Errorf("killed call: %v", err)
	}
	if got := b.must(t, f, `{"do":"pid"}`); got == pid {
		t.Error("the killed process answered")
	}
}

func TestLinesCarryTheCallAndTheStream(t *testing.T) {
	b := newBench(t)
	if _, err := b.Invoke(context.Background(), function(), Call{ID: "call-7", Body: []byte(`{"do":"print","text":"hello"}`)}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "both lines are logged", func() bool { b.log.mu.Lock(); defer b.log.mu.Unlock(); return len(b.log.all) == 2 })
	streams := map[string]bool{}
	for _, line := range b.log.all {
		streams[line.Stream] = true
		if line.Text != "hello" || line.CallID != "call-7" || line.Function.Name != "f" || line.Time.IsZero() {
			t.Errorf("line %+v", line)
		}
	}
	if !streams["stdout"] || !streams["stderr"] {
		t.Errorf("streams %v", streams)
	}
	b.Retire(function().ID)
	eventually(t, "the line without an end is logged", func() bool { _, ok := b.log.find("no end"); return ok })
}

func TestCloseLeavesNothing(t *testing.T) {
	b := newBench(t)
	f := function()
	idle := b.must(t, f, `{"do":"pid"}`)
	failed := make(chan error, 1)
	go func() {
		_, err := b.do(f, `{"sleep":60000000000}`)
		failed <- err
	}()
	eventually(t, "the call is in flight", func() bool { i := b.Instances(f.ID); return len(i) == 1 && i[0].Busy })
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-failed; err == nil {
		t.Error("the call in flight succeeded")
	}
	if exists(idle) {
		t.Errorf("process %s is left", idle)
	}
	if left, _ := filepath.Glob(filepath.Join(b.options.Dir, "instances", "*")); len(left) != 0 {
		t.Errorf("folders left: %v", left)
	}
	var e *Error
	if _, err := b.do(f, ""); !errors.As(err, &e) || e.Status != 503 {
		t.Errorf("invoke after close: %v", err)
	}
}
