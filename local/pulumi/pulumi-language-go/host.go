package main

import (
	"context"
	"io"
	"os"
	"os/exec"
	"runtime"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// version is what the plugin calls itself: the Pulumi release whose protocol it
// speaks, which is that of pulumi/sdk/v3 in go.mod.
const version = "3.253.0"

// host answers the engine. Methods that it does not have answer
// Unimplemented with their name, through the embedded server.
type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer

	engine         string // address of the engine's gRPC server
	stdout, stderr io.Writer

	// running ends when the engine cancels; builds and programs end with it.
	running context.Context
	stop    context.CancelFunc
}

func newHost(engine string, stdout, stderr io.Writer) *host {
	h := &host{engine: engine, stdout: stdout, stderr: stderr}
	h.running, h.stop = context.WithCancel(context.Background())
	return h
}

// Handshake learns the engine's address when the plugin was started without it.
func (h *host) Handshake(
	_ context.Context, req *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	h.engine = req.GetEngineAddress()
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

// GetPluginInfo says which release this plugin speaks for.
func (h *host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version}, nil
}

// About names the go command that programs are compiled with.
func (h *host) About(context.Context, *pulumirpc.AboutRequest) (*pulumirpc.AboutResponse, error) {
	gobin, err := exec.LookPath("go")
	if err != nil {
		return nil, errNoGo(err)
	}
	return &pulumirpc.AboutResponse{
		Executable: gobin,
		Version:    goVersion(gobin),
		Metadata:   map[string]string{"plugin": "cxbridge pulumi-language-go, built with " + runtime.Version()},
	}, nil
}

// RuntimeOptionsPrompts asks nothing when a project is made.
func (h *host) RuntimeOptionsPrompts(
	context.Context, *pulumirpc.RuntimeOptionsRequest,
) (*pulumirpc.RuntimeOptionsResponse, error) {
	return &pulumirpc.RuntimeOptionsResponse{}, nil
}

// InstallDependencies fetches the modules that the program's go.mod names. It
// never changes go.mod: a program's dependencies are its author's business.
func (h *host) InstallDependencies(
	req *pulumirpc.InstallDependenciesRequest, stream pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	send := func(b []byte) error {
		return stream.Send(&pulumirpc.InstallDependenciesResponse{Stdout: b})
	}
	cmd := exec.CommandContext(stream.Context(), "go", "mod", "download")
	cmd.Dir = req.GetInfo().GetProgramDirectory()
	cmd.Env = os.Environ()
	out, err := cmd.CombinedOutput()
	if sendErr := send(out); err == nil {
		err = sendErr
	}
	return err
}

// until is a context that ends when ctx does or the engine cancels: its interrupt arrives as a Cancel call, not through
// ctx.
func (h *host) until(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := context.WithCancel(ctx)
	detach := context.AfterFunc(h.running, stop)
	return ctx, func() { detach(); stop() }
}

// Cancel interrupts what is being compiled or run.
func (h *host) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	h.stop()
	return &emptypb.Empty{}, nil
}
