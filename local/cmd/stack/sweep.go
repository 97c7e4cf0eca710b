package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/stack/sweep"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

func newSweep() *cobra.Command {
	var expired bool
	cmd := &cobra.Command{
		Use:   "sweep <stack>",
		Short: "Delete what is left of expired test stacks in a stack's compartment",
		Long: `Deletes everything in the compartment and the region of a stack, and at its CX Industries
application, that is tagged as a test stack's whose time to expire is over: what nobody threw
away. The stack itself only says where to look, and as whom.`,
		Example: `  scripts/stack sweep --expired dev
  scripts/stack sweep --expired local`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !expired {
				return errors.New("give --expired: nothing else is swept away without its stack, for which there is scripts/stack remove")
			}
			place, err := open(cmd, args[0])
			if err != nil {
				return err
			}
			config, err := place.Config(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			left, err := sweep.Run(cmd.Context(), sweep.Options{
				Target: place, Config: config, Match: sweep.Expired(target.Project, time.Now()), Log: cmd.OutOrStdout(),
			})
			for _, r := range left {
				err = errors.Join(err, fmt.Errorf("still there: %s", r))
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&expired, "expired", false, "what has expired")
	return cmd
}
