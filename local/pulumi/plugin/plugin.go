// Package plugin is what every Pulumi plugin does around its service: take the
// engine's address from the command line, serve gRPC on a port of its own, print
// that port as the first line, and end when it is interrupted or the engine is
// gone.
package plugin

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"google.golang.org/grpc"
)

// engineSilence is how often the engine is asked whether it is still there.
// A plugin that outlives a killed engine would hold on to what it has open.
const engineSilence = 30 * time.Second

// A Service is what a plugin serves. engine is the engine's address; it is empty
// where a debugger starts the plugin first. ctx ends with the plugin.
type Service func(ctx context.Context, engine string) (register func(*grpc.Server), err error)

// Main serves until the end of the process: with 1 after an error.
func Main(name string, service Service) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := Serve(ctx, name, os.Args[1:], os.Stdout, service)
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}

// Serve answers the engine until ctx ends or the engine is gone. The first line
// on stdout is the port; what follows is the service's own output.
func Serve(ctx context.Context, name string, args []string, stdout io.Writer, service Service) error {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	// Engines pass these; there is nothing here to trace.
	flags.String("tracing", "", "accepted for the engine's sake")
	flags.Bool("logtostderr", false, "accepted for the engine's sake")
	flags.Int("v", 0, "accepted for the engine's sake")
	if err := flags.Parse(args); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	engine := flags.Arg(0)
	if engine != "" {
		if err := rpcutil.Healthcheck(ctx, engine, engineSilence, cancel); err != nil {
			return fmt.Errorf("watching the engine at %s: %w", engine, err)
		}
	}
	register, err := service(ctx, engine)
	if err != nil {
		return err
	}
	stopServing := make(chan bool)
	go func() { <-ctx.Done(); close(stopServing) }()
	server, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: stopServing,
		Init:   func(s *grpc.Server) error { register(s); return nil },
	})
	if err != nil {
		return fmt.Errorf("opening the plugin's port: %w", err)
	}
	fmt.Fprintln(stdout, server.Port)
	return <-server.Done
}
