package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/daemon"
)

func newUp() *cobra.Command {
	return &cobra.Command{
		Use:     "up",
		Short:   "Start the local cloud and the desk, and prepare the stack local",
		Example: "  scripts/local up",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := here()
			if err != nil {
				return err
			}
			already, err := p.up(cmd.Context())
			if err != nil {
				return err
			}
			verb := "is up"
			if already {
				verb = "is already up"
			}
			urls := daemon.URLs(p.Ports)
			fmt.Fprintf(cmd.OutOrStdout(), "the local cloud %s at %s, the desk at %s\n", verb, urls.Cloud, urls.Desk)
			fmt.Fprintf(cmd.OutOrStdout(), "next: eval \"$(scripts/local env)\" && pulumi up -s local\n")
			return nil
		},
	}
}

// up starts the daemon and prepares the engine.
func (p place) up(ctx context.Context) (already bool, err error) {
	self, err := exec.LookPath(os.Args[0])
	if err != nil {
		return false, err
	}
	serve := exec.Command(self, "serve")
	serve.Dir = p.Root
	already, err = daemon.Up(ctx, p.Local(), p.Ports, serve)
	if err != nil {
		return false, err
	}
	return already, p.engine().Prepare(ctx, "local")
}
