package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/structpb"
)

// pluginStream is the engine's end of RunPlugin.
type pluginStream struct {
	grpc.ServerStream
	ctx            context.Context
	stdout, stderr bytes.Buffer
	exits          []int32
	sent           chan struct{} // one for each message, as far as there is room
}

func newPluginStream(ctx context.Context) *pluginStream {
	return &pluginStream{ctx: ctx, sent: make(chan struct{}, 1)}
}

func (s *pluginStream) Context() context.Context { return s.ctx }

func (s *pluginStream) Send(message *pulumirpc.RunPluginResponse) error {
	switch output := message.GetOutput().(type) {
	case *pulumirpc.RunPluginResponse_Stdout:
		s.stdout.Write(output.Stdout)
	case *pulumirpc.RunPluginResponse_Stderr:
		s.stderr.Write(output.Stderr)
	case *pulumirpc.RunPluginResponse_Exitcode:
		s.exits = append(s.exits, output.Exitcode)
	}
	select {
	case s.sent <- struct{}{}:
	default:
	}
	return nil
}

func pluginRequest(dir string) *pulumirpc.RunPluginRequest {
	return &pulumirpc.RunPluginRequest{
		Pwd: os.TempDir(), Args: []string{"127.0.0.1:1"}, Env: append(os.Environ(), "GREETING=hello"), Kind: "resource",
		Info: &pulumirpc.ProgramInfo{RootDirectory: dir, ProgramDirectory: dir},
	}
}

// TestRunPlugin: a plugin gets its arguments, environment and folder, and all that it says is passed on, to its last word.
func TestRunPlugin(t *testing.T) {
	for _, test := range []struct {
		body, stdout, stderr string
		exit                 int32
	}{
		{`pwd, _ := os.Getwd(); fmt.Println(os.Args[1:], os.Getenv("GREETING"), pwd); fmt.Fprintln(os.Stderr, "there")`,
			"[127.0.0.1:1] hello " + os.TempDir() + "\n", "there\n", 0},
		{`fmt.Print("bye"); os.Exit(7)`, "bye", "", 7},
	} {
		stream := newPluginStream(t.Context())
		if err := newHost("", io.Discard, io.Discard).RunPlugin(pluginRequest(workspace(t, test.body)), stream); err != nil {
			t.Fatal(err)
		}
		if stream.stdout.String() != test.stdout || stream.stderr.String() != test.stderr || len(stream.exits) != 1 || stream.exits[0] != test.exit {
			t.Errorf("stdout %q, stderr %q, exits %v", stream.stdout.String(), stream.stderr.String(), stream.exits)
		}
	}
}

// TestRunPluginKept: with a buildTarget, the compiled plugin lies where the engine will find it by itself.
func TestRunPluginKept(t *testing.T) {
	dir := workspace(t, "")
	request := pluginRequest(dir)
	var err error
	if request.Info.Options, err = structpb.NewStruct(map[string]any{"buildTarget": "pulumi-resource-x"}); err != nil {
		t.Fatal(err)
	}
	if err := newHost("", io.Discard, io.Discard).RunPlugin(request, newPluginStream(t.Context())); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir + "/pulumi-resource-x"); err != nil {
		t.Error(err)
	}
}

func TestRunPluginRefused(t *testing.T) {
	debugged := pluginRequest(t.TempDir())
	debugged.AttachDebugger = true
	for want, request := range map[string]*pulumirpc.RunPluginRequest{
		"undefined: undefinedFunction": pluginRequest(workspace(t, "undefinedFunction()")),
		"debugger":                     debugged,
	} {
		err := newHost("", io.Discard, io.Discard).RunPlugin(request, newPluginStream(t.Context()))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("err = %v, want %q", err, want)
		}
	}
}

// TestRunPluginFinishes: a plugin that is interrupted may end what it does, and its last words and its status count.
func TestRunPluginFinishes(t *testing.T) {
	dir := workspace(t, `interrupt := make(chan os.Signal, 1)
signal.Notify(interrupt, os.Interrupt)
fmt.Println("started")
<-interrupt
fmt.Println("finished")`)
	h, stream := newHost("", io.Discard, io.Discard), newPluginStream(t.Context())
	done := make(chan error, 1)
	go func() { done <- h.RunPlugin(pluginRequest(dir), stream) }()
	select {
	case <-stream.sent:
		h.Cancel(t.Context(), nil)
	case err := <-done:
		t.Fatalf("the plugin did not start: %v", err)
	}
	if err := <-done; err != nil || stream.stdout.String() != "started\nfinished\n" || len(stream.exits) != 1 || stream.exits[0] != 0 {
		t.Errorf("%v, exits %v, stdout %q", err, stream.exits, stream.stdout.String())
	}
}

// TestRunPluginEnds: a plugin ends with the engine's cancel, and with the call.
func TestRunPluginEnds(t *testing.T) {
	dir := workspace(t, `fmt.Println("started"); time.Sleep(time.Hour)`)
	for name, end := range map[string]func(h *host, hangUp func()){
		"cancel":  func(h *host, _ func()) { h.Cancel(context.Background(), nil) },
		"hung up": func(_ *host, hangUp func()) { hangUp() },
	} {
		t.Run(name, func(t *testing.T) {
			ctx, hangUp := context.WithCancel(t.Context())
			defer hangUp()
			h, stream := newHost("", io.Discard, io.Discard), newPluginStream(ctx)
			done := make(chan error, 1)
			go func() { done <- h.RunPlugin(pluginRequest(dir), stream) }()
			<-stream.sent
			end(h, hangUp)
			select {
			case err := <-done:
				if err != nil || len(stream.exits) != 1 || stream.exits[0] == 0 {
					t.Errorf("%v, exits %v", err, stream.exits)
				}
			case <-time.After(time.Minute):
				t.Fatal("the plugin went on")
			}
		})
	}
}
