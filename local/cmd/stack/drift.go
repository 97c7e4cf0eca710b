package main

import (
	"errors"

	"github.com/spf13/cobra"
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
			report, err := previewNow(cmd, args[0], true)
			if err := tell(cmd, report, err, args[0], markdown); err != nil {
				return err
			}
			if len(report.Changes) > 0 {
				return errors.New(args[0] + " is not as the program says: pulumi up makes it so; what is to stay belongs into the program or the stack's file")
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&markdown, "markdown", false, "print it as Markdown")
	return cmd
}
