package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// engineSilence is how often the engine is asked whether it is still there.
// A plugin that outlives a killed engine would hold on to the build target.
const engineSilence = 30 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := serve(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-language-go:", err)
		os.Exit(1)
	}
}

// serve answers the engine until ctx ends or the engine is gone. The first line
// on stdout is the port; what follows is the program's own output.
func serve(ctx context.Context, args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("pulumi-language-go", flag.ContinueOnError)
	// Engines pass this one; there is nothing here to trace.
	flags.String("tracing", "", "accepted for the engine's sake")
	if err := flags.Parse(args); err != nil {
		return err
	}

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	h := newHost(flags.Arg(0), stdout, os.Stderr)
	if h.engine != "" {
		if err := rpcutil.Healthcheck(ctx, h.engine, engineSilence, cancel); err != nil {
			return fmt.Errorf("watching the engine at %s: %w", h.engine, err)
		}
	}
	stopServing := make(chan bool)
	go func() {
		<-ctx.Done()
		h.stop()
		close(stopServing)
	}()

	server, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: stopServing,
		Init: func(s *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(s, h)
			return nil
		},
	})
	if err != nil {
		return fmt.Errorf("opening the plugin's port: %w", err)
	}
	fmt.Fprintln(stdout, server.Port)
	return <-server.Done
}
