package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// workspace writes a program into a module of its own, without dependencies.
func workspace(t *testing.T, body string) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{
		"go.mod":          "module example.com/program\n\ngo 1.26\n",
		"program/main.go": "package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n\t\"os/signal\"\n\t\"time\"\n)\n\nvar _, _, _, _ = fmt.Sprint, os.Exit, signal.Notify, time.Now\n\nfunc main() {\n" + body + "\n}\n",
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "program")
}

func request(t *testing.T, dir string, options map[string]any) *pulumirpc.RunRequest {
	t.Helper()
	o, err := structpb.NewStruct(options)
	if err != nil {
		t.Fatal(err)
	}
	return &pulumirpc.RunRequest{
		Project: "p", Stack: "s", Organization: "o", Pwd: dir, DryRun: true, Parallel: 4, MonitorAddress: "monitor",
		Config: map[string]string{"p:k": "v"}, ConfigSecretKeys: []string{"p:k"},
		Info: &pulumirpc.ProgramInfo{RootDirectory: filepath.Dir(dir), ProgramDirectory: dir, Options: o},
	}
}

// TestRun: how a program ends is what the engine is told.
func TestRun(t *testing.T) {
	for _, test := range []struct {
		name, body string
		bail       bool
		err        string
		stdout     string
		stderr     string
	}{
		{"well", `fmt.Println("hello"); fmt.Fprintln(os.Stderr, "there")`, false, "", "hello\n", "there\n"},
		{"badly", `os.Exit(3)`, false, "status 3", "", ""},
		{"badly, and said so", `os.Exit(32)`, true, "", "", ""},
		{"does not compile", `undefinedFunction()`, false, "undefined: undefinedFunction", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			h := newHost("engine", &stdout, &stderr)
			answer, err := h.Run(context.Background(), request(t, workspace(t, test.body), nil))
			if err != nil {
				t.Fatal(err)
			}
			if answer.Bail != test.bail || !strings.Contains(answer.Error, test.err) || test.err == "" && answer.Error != "" {
				t.Errorf("bail %v, error %q", answer.Bail, answer.Error)
			}
			if stdout.String() != test.stdout || stderr.String() != test.stderr {
				t.Errorf("stdout %q, stderr %q", stdout.String(), stderr.String())
			}
		})
	}
}

// TestCompileError names the program, the file and the line.
func TestCompileError(t *testing.T) {
	dir := workspace(t, "return 1")
	answer, err := newHost("", os.Stdout, os.Stderr).Run(context.Background(), request(t, dir, nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{dir, "./main.go:13:", "go build"} {
		if !strings.Contains(answer.Error, part) {
			t.Errorf("error %q does not say %q", answer.Error, part)
		}
	}
}

func TestEnvironment(t *testing.T) {
	var stdout bytes.Buffer
	dir := workspace(t, `for _, k := range []string{"PROJECT", "STACK", "ORGANIZATION", "CONFIG", "CONFIG_SECRET_KEYS", "DRY_RUN", "PARALLEL", "MONITOR", "ENGINE"} { fmt.Println(os.Getenv("PULUMI_" + k)) }`)
	h := newHost("", &stdout, os.Stderr)
	if _, err := h.Handshake(context.Background(), &pulumirpc.LanguageHandshakeRequest{EngineAddress: "engine"}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Run(context.Background(), request(t, dir, nil)); err != nil {
		t.Fatal(err)
	}
	want := "p\ns\no\n" + `{"p:k":"v"}` + "\n" + `["p:k"]` + "\ntrue\n4\nmonitor\nengine\n"
	if stdout.String() != want {
		t.Errorf("the program saw\n%s\nwant\n%s", stdout.String(), want)
	}
}

// TestBuildTarget: the binary lies where it was wanted, relative to the program,
// and a run without a change leaves it as it is.
func TestBuildTarget(t *testing.T) {
	dir := workspace(t, "")
	h := newHost("", os.Stdout, os.Stderr)
	run := func() os.FileInfo {
		answer, err := h.Run(context.Background(), request(t, dir, map[string]any{"buildTarget": "../bin/program"}))
		if err != nil || answer.Error != "" {
			t.Fatal(err, answer.GetError())
		}
		info, err := os.Stat(filepath.Join(dir, "..", "bin", "program"))
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	first := run()
	if second := run(); !os.SameFile(first, second) {
		t.Error("the second run linked again")
	}
}

// TestBuildTargetIsWhole: what lies where the binary was wanted is the last one until the next is complete.
func TestBuildTargetIsWhole(t *testing.T) {
	dir, tools := workspace(t, ""), t.TempDir()
	target := filepath.Join(dir, "program")
	t.Setenv("PATH", tools)
	halfway := "#!/bin/sh\nwhile [ \"$1\" != -o ]; do shift; done\n/bin/rm -f \"$2\"\necho half >\"$2\"\nexit 1\n"
	for path, text := range map[string]string{target: "last", filepath.Join(tools, "go"): halfway} {
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	answer, err := newHost("", os.Stdout, os.Stderr).Run(context.Background(), request(t, dir, map[string]any{"buildTarget": "program"}))
	if err != nil || !strings.Contains(answer.GetError(), "does not compile") {
		t.Errorf("%v, %v", err, answer)
	}
	if text, err := os.ReadFile(target); err != nil || string(text) != "last" {
		t.Errorf("the target is %q, %v", text, err)
	}
}

// TestBinary: what is named is run, not compiled.
func TestBinary(t *testing.T) {
	var stdout bytes.Buffer
	dir := t.TempDir()
	script := filepath.Join(dir, "program")
	if err := os.WriteFile(script, []byte("#!/bin/sh\necho ran\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	answer, err := newHost("", &stdout, os.Stderr).Run(context.Background(), request(t, dir, map[string]any{"binary": script}))
	if err != nil || answer.Error != "" || stdout.String() != "ran\n" {
		t.Errorf("%v, %v, %q", err, answer, stdout.String())
	}
}

func TestOptionsRefused(t *testing.T) {
	for want, options := range map[string]map[string]any{
		"must be a string": {"buildTarget": 1.0},
		"keep one of them": {"buildTarget": "a", "binary": "b"},
	} {
		_, err := newHost("", os.Stdout, os.Stderr).Run(context.Background(), request(t, t.TempDir(), options))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: error %v, want %q", options, err, want)
		}
	}
}

// TestCancel interrupts a program that runs. That is no success, however it ends.
func TestCancel(t *testing.T) {
	for name, body := range map[string]string{
		"killed": `fmt.Println("started"); time.Sleep(time.Hour)`,
		"ends":   `c := make(chan os.Signal, 1); signal.Notify(c, os.Interrupt); fmt.Print("started"); <-c`,
	} {
		t.Run(name, func(t *testing.T) { cancelled(t, body) })
	}
}

func cancelled(t *testing.T, body string) {
	started := make(chan struct{})
	h := newHost("", &signalWriter{started}, os.Stderr)
	dir := workspace(t, body)
	done := make(chan *pulumirpc.RunResponse, 1)
	go func() {
		answer, err := h.Run(context.Background(), request(t, dir, nil))
		if err != nil {
			t.Error(err)
		}
		done <- answer
	}()
	<-started
	if _, err := h.Cancel(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	select {
	case answer := <-done:
		if !strings.Contains(answer.GetError(), "stopped") {
			t.Errorf("answer %v", answer)
		}
	case <-time.After(time.Minute):
		t.Fatal("the program went on")
	}
}

// signalWriter closes its channel at the first write.
type signalWriter struct{ started chan struct{} }

func (s *signalWriter) Write(b []byte) (int, error) {
	close(s.started)
	return len(b), nil
}
