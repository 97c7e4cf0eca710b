package main

import (
	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/stack/doctor"
)

func newDoctor() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor <stack>",
		Short: "Look, before pulumi up, at all that it will need, and say what to do",
		Long: `Looks at the stack's settings, at pulumi and its plugin, at the credentials and what they
lead to - region, compartment, limits, vault, names that are taken -, at the registry's
login, at B2C Service's account, contact and custom attribute, at the application of CX
Industries and at the tokens that it gets. Nothing is changed. Each line is ok, a warning or
a fault, with what to do. Ends with an error if there are faults.`,
		Example: `  scripts/stack doctor dev
  scripts/stack doctor local`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			place, err := open(cmd, args[0])
			if err != nil {
				return err
			}
			return doctor.Run(cmd.Context(), doctor.Options{Target: place, Stack: args[0], Out: cmd.OutOrStdout()})
		},
	}
}
