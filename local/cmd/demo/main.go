// Demo shows the whole way of an SMS, of an alarm and of an event on this machine; see
// package demo.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/command"
	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/demo"
	"github.com/cxbridge/cxbridge/shared/wait"
)

func main() { command.Main(newCommand()) }

func newCommand() *cobra.Command {
	var once bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show on this machine how an SMS, an alarm and an event become incidents",
		Long: `Starts the local cloud and the desk, runs pulumi up on the stack local, posts the
SMS of Oracle's guide to the webhook, and shows the incident that came of it. Then
it fires the alarm of Oracle's guide by creating a secret, and shows the incident
that the alarm opens, and how that follows the alarm to its end. The alarms' time
runs faster than life for that; a local cloud that runs is restarted for it. Last it
has an application of CX Industries publish the events of a trouble ticket, shows the
incident that its creation opens and its resolution solves, and that nobody gets in
between without the application's token.

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
		Local:     func(ctx context.Context, args ...string) (string, error) { return local(ctx, here, args) },
		Once:      once,
		Now:       time.Now,
		Sleep:     wait.Sleep,
	}, nil
}

// interruptPatience is how long a command of scripts/local may take to end.
const interruptPatience = 10 * time.Second

// local runs a command of scripts/local and returns what it prints. An interrupt
// lets it end in order.
func local(ctx context.Context, here checkout.Checkout, args []string) (string, error) {
	run := exec.CommandContext(ctx, here.Bin("local"), args...)
	run.Cancel = func() error { return run.Process.Signal(os.Interrupt) }
	run.WaitDelay = interruptPatience
	run.Dir = here.Root
	run.Stderr = os.Stderr
	out, err := run.Output()
	if err != nil {
		err = fmt.Errorf("scripts/local %s: %w", args[0], err)
	}
	return string(out), err
}
