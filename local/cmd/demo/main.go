// Demo shows the whole way of an SMS on this machine; see package demo.
package main

import (
	"context"
	"os"
	"os/exec"
	"time"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/command"
	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/demo"
)

func main() { command.Main(newCommand()) }

func newCommand() *cobra.Command {
	var once bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show on this machine how an SMS becomes an incident",
		Long: `Starts the local cloud and the desk, runs pulumi up on the stack local, posts the
SMS of Oracle's guide to the webhook, and shows the incident that came of it.

Everything stays up afterwards; with --once the stack is destroyed and the local
cloud stopped at the end.`,
		Example: `  scripts/demo
  scripts/demo --once`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			d, err := newDemo(once)
			if err != nil {
				return err
			}
			d.Out = cmd.OutOrStdout()
			return d.Run(cmd.Context())
		},
	}
	cmd.Flags().BoolVar(&once, "once", false, "tear everything down at the end")
	return cmd
}

func newDemo(once bool) (*demo.Demo, error) {
	here, err := checkout.Find(".", os.Getenv)
	if err != nil {
		return nil, err
	}
	ports, err := checkout.PortsFrom(os.Getenv)
	if err != nil {
		return nil, err
	}
	return &demo.Demo{
		Engine:    daemon.Engine(here, ports),
		Addresses: daemon.URLs(ports),
		Up:        func(ctx context.Context) error { return local(ctx, here, "up") },
		Down:      func(ctx context.Context) error { return local(ctx, here, "down") },
		Once:      once,
		Now:       time.Now,
	}, nil
}

// local runs a command of scripts/local.
func local(ctx context.Context, here checkout.Checkout, command string) error {
	run := exec.CommandContext(ctx, here.Bin("local"), command)
	run.Dir = here.Root
	run.Stderr = os.Stderr
	return run.Run()
}
