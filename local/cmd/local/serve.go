package main

import (
	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/daemon"
)

// newServe is the daemon itself, which up starts in the background. In the
// foreground it is good for looking at.
func newServe() *cobra.Command {
	var behaviour daemon.Behaviour
	cmd := &cobra.Command{
		Use:     "serve",
		Short:   "Run the local cloud and the desk in the foreground, until interrupted",
		Example: "  scripts/local serve",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := here()
			if err != nil {
				return err
			}
			return daemon.Serve(cmd.Context(), p.Local(), p.Ports, behaviour)
		},
	}
	addBehaviour(cmd, &behaviour)
	return cmd
}
