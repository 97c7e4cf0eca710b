package main

import (
	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/stack/ephemeral"
)

func newRemove() *cobra.Command {
	var flags testStackFlags
	cmd := &cobra.Command{
		Use:   "remove <name>",
		Short: "Throw a test stack away",
		Long: `Destroys a stack, deletes what is left of it in the cloud, and removes the stack and its
file. It finishes what ephemeral and recreate could not, wherever they were stopped. Template
and owner matter only where the stack's file is lost: they say where to look, and for whose.`,
		Example: `  scripts/stack remove try --local`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := flags.options(cmd, args[0])
			if err != nil {
				return err
			}
			return ephemeral.Remove(cmd.Context(), o)
		},
	}
	flags.add(cmd)
	flags.addAny(cmd)
	return cmd
}
