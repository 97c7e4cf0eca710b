package main

import (
	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/stack/ephemeral"
)

func newRecreate() *cobra.Command {
	var flags testStackFlags
	cmd := &cobra.Command{
		Use:   "recreate <name>",
		Short: "Destroy a test stack, bring it up again at once, and try it",
		Long: `Destroys a stack and brings it up again at once, although its vault and its secrets of the
last time are still pending deletion, and tries every flow from outside. The stack stays, and
keeps its settings. If there is none of that name, one is made from the template, as ephemeral
does it.`,
		Example: `  scripts/stack recreate try --local
  scripts/stack remove try --local`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := flags.options(cmd, args[0])
			if err != nil {
				return err
			}
			return ephemeral.Recreate(cmd.Context(), o)
		},
	}
	flags.add(cmd)
	flags.addMaking(cmd)
	flags.addAny(cmd)
	return cmd
}
