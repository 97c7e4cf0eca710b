package main

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/stack/prune"
)

func newPrune() *cobra.Command {
	var keep int
	var remove bool
	cmd := &cobra.Command{
		Use:   "prune <stack>",
		Short: "Delete images that no function needs any more",
		Long: `Looks in a stack's container repositories for images that its functions do not run and that
are not among the newest versions of their function. It prints them with age and size, and
deletes them only with --delete. Not during pulumi up.`,
		Example: `  scripts/stack prune dev
  scripts/stack prune dev --keep 10 --delete`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			place, err := open(cmd, args[0])
			if err != nil {
				return err
			}
			return prune.Run(cmd.Context(), prune.Options{
				Target: place, Stack: args[0], Keep: keep, Delete: remove, Out: cmd.OutOrStdout(), Now: time.Now(),
			})
		},
	}
	cmd.Flags().IntVar(&keep, "keep", 5, "how many versions of each function stay, besides what runs")
	cmd.Flags().BoolVar(&remove, "delete", false, "delete what is printed")
	return cmd
}
