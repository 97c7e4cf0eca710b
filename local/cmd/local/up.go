package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/daemon"
)

func newUp() *cobra.Command {
	var behaviour daemon.Behaviour
	cmd := &cobra.Command{
		Use:   "up",
		Short: "Start the local cloud and the desk, and prepare the stack local",
		Long: `Starts the local cloud and the desk in the background, and prepares the stack local.
A local cloud that runs already is left alone, unless it is of an older build or is to
behave otherwise: then it is restarted, and what it holds stays.

Alarms look at their metrics once a minute. --alarm-speed lets their time run faster than
life until scripts/local down: at 60 a minute of theirs takes a second.

What Oracle does not document the local cloud assumes; --assume changes that until
scripts/local down. The list is at /cxbridge/fidelity of the local cloud.`,
		Example: `  scripts/local up
  scripts/local up --alarm-speed 60
  scripts/local up --assume RateLimitStatus=503 --assume AuthorizerDenialsCached=false`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := here()
			if err != nil {
				return err
			}
			outcome, err := p.up(cmd.Context(), behaviour)
			if err != nil {
				return err
			}
			urls := daemon.URLs(p.Ports)
			fmt.Fprintf(cmd.OutOrStdout(), "the local cloud %s at %s, the desk at %s\n", outcome, urls.Cloud, urls.Desk)
			fmt.Fprintf(cmd.OutOrStdout(), "next: eval \"$(scripts/local env)\" && pulumi up -s local\n")
			return nil
		},
	}
	addBehaviour(cmd, &behaviour)
	return cmd
}

func addBehaviour(cmd *cobra.Command, behaviour *daemon.Behaviour) {
	cmd.Flags().IntVar(&behaviour.AlarmSpeed, "alarm-speed", 0, "alarms run `N` times as fast as life, 1 to "+strconv.Itoa(daemon.MaxAlarmSpeed)+"; 1 if never given")
	cmd.Flags().StringArrayVar(&behaviour.Assume, "assume", nil, "an assumption of the local cloud, as `name=value`; may be given often")
}

// up starts the daemon and prepares the engine.
func (p place) up(ctx context.Context, behaviour daemon.Behaviour) (daemon.Outcome, error) {
	if err := p.CheckStack(p.Ports); err != nil {
		return "", err
	}
	self, err := exec.LookPath(os.Args[0])
	if err != nil {
		return "", err
	}
	outcome, err := daemon.Up(ctx, p.Local(), p.Ports, behaviour, func(b daemon.Behaviour) *exec.Cmd {
		serve := exec.Command(self, "serve", "--alarm-speed", strconv.Itoa(b.AlarmSpeed))
		for _, item := range b.Assume {
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
