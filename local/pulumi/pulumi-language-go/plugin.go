package main

import (
	"fmt"
	"sync"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// pluginGrace is how long a plugin may take to end: one that is interrupted while it creates a resource must still find
// out, and say, what became of it.
const pluginGrace = 30 * time.Second

// RunPlugin compiles a plugin that is there as source, such as a provider of the project itself, and runs it to its end.
// The engine reads the plugin's port from what it prints, so that is passed on as it comes.
func (h *host) RunPlugin(req *pulumirpc.RunPluginRequest, stream pulumirpc.LanguageRuntime_RunPluginServer) error {
	dir := req.GetInfo().GetProgramDirectory()
	if req.GetAttachDebugger() {
		return fmt.Errorf("this pulumi-language-go cannot attach a debugger to the plugin in %s: "+
			"build it yourself, start it under dlv, and name its port in PULUMI_DEBUG_PROVIDERS", dir)
	}
	o, err := parseOptions(req.GetInfo().GetOptions())
	if err != nil {
		return err
	}
	ctx, stop := h.until(stream.Context())
	defer stop()
	p, err := h.prepare(ctx, dir, o)
	if err != nil {
		return err
	}
	defer p.close()

	output := &pluginOutput{stream: stream}
	cmd := interruptible(ctx, pluginGrace, p.path, req.GetArgs()...)
	cmd.Dir, cmd.Env = req.GetPwd(), req.GetEnv()
	cmd.Stdout, cmd.Stderr = output.writer(stdout), output.writer(stderr)
	if err = cmd.Run(); cmd.ProcessState == nil {
		return fmt.Errorf("running the plugin in %s: %w", dir, err)
	}
	return output.send(&pulumirpc.RunPluginResponse{
		Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: int32(cmd.ProcessState.ExitCode())},
	})
}

// pluginOutput sends a plugin's two outputs over one stream, which takes one message at a time.
type pluginOutput struct {
	mu     sync.Mutex
	stream pulumirpc.LanguageRuntime_RunPluginServer
}

func (p *pluginOutput) send(message *pulumirpc.RunPluginResponse) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stream.Send(message)
}

func (p *pluginOutput) writer(wrap func([]byte) *pulumirpc.RunPluginResponse) writerFunc {
	return func(b []byte) (int, error) { return len(b), p.send(wrap(b)) }
}

func stdout(b []byte) *pulumirpc.RunPluginResponse {
	return &pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Stdout{Stdout: b}}
}

func stderr(b []byte) *pulumirpc.RunPluginResponse {
	return &pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Stderr{Stderr: b}}
}

type writerFunc func([]byte) (int, error)

func (w writerFunc) Write(b []byte) (int, error) { return w(b) }
