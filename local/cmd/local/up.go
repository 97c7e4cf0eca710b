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
	var assume []string
	cmd := &cobra.Command{
		Use:   "up",
		Short: "Start the local cloud and the desk, and prepare the stack local",
		Long: `Starts the local cloud and the desk in the background, and prepares the stack local.
A local cloud that runs already is left alone, unless it is of an older build or is to
assume something else: then it is restarted, and what it holds stays.

What Oracle does not document the local cloud assumes; --assume changes that until
scripts/local down. The list is at /cxbridge/fidelity of the local cloud.`,
		Example: `  scripts/local up
  scripts/local up --assume RateLimitStatus=503 --assume AuthorizerDenialsCached=false`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := here()
			if err != nil {
				return err
			}
			outcome, err := p.up(cmd.Context(), assume)
			if err != nil {
				return err
			}
			urls := daemon.URLs(p.Ports)
			fmt.Fprintf(cmd.OutOrStdout(), "the local cloud %s at %s, the desk at %s\n", outcome, urls.Cloud, urls.Desk)
			fmt.Fprintf(cmd.OutOrStdout(), "next: eval \"$(scripts/local env)\" && pulumi up -s local\n")
			return nil
		},
	}
	addAssume(cmd, &assume)
	return cmd
}

func addAssume(cmd *cobra.Command, assume *[]string) {
	cmd.Flags().StringArrayVar(assume, "assume", nil, "an assumption of the local cloud, as `name=value`; may be given often")
}

// up starts the daemon and prepares the engine.
func (p place) up(ctx context.Context, assume []string) (daemon.Outcome, error) {
	if err := p.CheckStack(p.Ports); err != nil {
		return "", err
	}
	self, err := exec.LookPath(os.Args[0])
	if err != nil {
		return "", err
	}
	outcome, err := daemon.Up(ctx, p.Local(), p.Ports, assume, func(assume []string) *exec.Cmd {
		serve := exec.Command(self, "serve")
		for _, item := range assume {
			serve.Args = append(serve.Args, "--assume", item)
		}
		serve.Dir = p.Root
		return serve
	})
	if err != nil {
		return "", err
	}
	return outcome, p.engine().Prepare(ctx, "local")
}
