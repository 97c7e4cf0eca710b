package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// engineSilence is how often the engine is asked whether it is still there.
const engineSilence = 30 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := serve(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-resource-oci:", err)
		os.Exit(1)
	}
}

// serve answers the engine until ctx ends or the engine is gone. The first line
// on stdout is the port.
func serve(ctx context.Context, args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("pulumi-resource-oci", flag.ContinueOnError)
	// Engines pass these; there is nothing here to trace.
	flags.String("tracing", "", "accepted for the engine's sake")
	flags.Bool("logtostderr", false, "accepted for the engine's sake")
	flags.Int("v", 0, "accepted for the engine's sake")
	if err := flags.Parse(args); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	engine := &engine{}
	if address := flags.Arg(0); address != "" {
		if err := engine.connect(address); err != nil {
			return err
		}
		if err := rpcutil.Healthcheck(ctx, address, engineSilence, cancel); err != nil {
			return fmt.Errorf("watching the engine at %s: %w", address, err)
		}
	}
	p, err := provider.New(provider.Options{Options: oci.Options{Getenv: os.Getenv}, Log: engine.log})
	if err != nil {
		return err
	}
	stopServing := make(chan bool)
	go func() { <-ctx.Done(); close(stopServing) }()
	server, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: stopServing,
		Init: func(s *grpc.Server) error {
			pulumirpc.RegisterResourceProviderServer(s, p)
			return nil
		},
	})
	if err != nil {
		return fmt.Errorf("opening the plugin's port: %w", err)
	}
	fmt.Fprintln(stdout, server.Port)
	return <-server.Done
}
