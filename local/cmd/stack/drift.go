package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/stack/preview"
)

func newDrift() *cobra.Command {
	var markdown bool
	cmd := &cobra.Command{
		Use:   "drift <stack>",
		Short: "Look for what is not as the program says",
		Long: `Looks at every resource of a stack and compares it with the program: what was changed or
deleted outside Pulumi, and what was never deployed. It changes nothing, neither there nor
in the stack's state. It fails when there is any of it.`,
		Example: `  scripts/stack drift dev`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			place, err := open(cmd, args[0])
			if err != nil {
				return err
			}
			report, err := preview.Run(cmd.Context(), preview.Options{Pulumi: place, Stack: args[0], Refresh: true, Log: cmd.ErrOrStderr()})
			if err != nil {
				return err
			}
			if err := show(cmd, report, args[0], markdown); err != nil {
				return err
			}
			if len(report.Changes) > 0 && !report.Failed() {
				return errors.New(args[0] + " is not as the program says: pulumi up makes it so; what is to stay belongs into the program or the stack's file")
			}
			return failure(report, args[0])
		},
	}
	cmd.Flags().BoolVar(&markdown, "markdown", false, "print it as Markdown")
	return cmd
}
