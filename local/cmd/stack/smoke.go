package main

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/stack/smoke"
)

func newSmoke() *cobra.Command {
	var patience time.Duration
	cmd := &cobra.Command{
		Use:   "smoke <stack>",
		Short: "Send a stack what others send it, and look what comes of it",
		Long: `Sends the guide's SMS, publishes an alarm's messages and posts an event of each listener's
API, as those outside do, and reads the incidents back over B2C Service's REST API with the
stack's account. Further endpoints are sent an empty object. Without the secret, or the
application's credentials, nothing must be taken. At the end, after a failure and an
interrupt too, the incidents are solved with a note, and their references told. The contact
of the SMS, +1 501 712 2661, stays. Your user needs to use ons-topics in the compartment.`,
		Example: `  scripts/stack smoke dev
  scripts/stack smoke local`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			place, err := open(cmd, args[0])
			if err != nil {
				return err
			}
			return smoke.Run(cmd.Context(), smoke.Options{Target: place, Stack: args[0], Out: cmd.OutOrStdout(), Patience: patience})
		},
	}
	cmd.Flags().DurationVar(&patience, "patience", 3*time.Minute, "`how long` a check may take to come true, as a new stack's policies do; a gateway keeps a refusal for a minute")
	return cmd
}
