package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/daemon"
)

func newDown() *cobra.Command {
	return &cobra.Command{
		Use:     "down",
		Short:   "Stop the local cloud and the desk; everything stays on disk",
		Example: "  scripts/local down",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, err := down(cmd.Context()); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), "the local cloud is down; scripts/local up brings it back as it was")
			return nil
		},
	}
}

func newReset() *cobra.Command {
	return &cobra.Command{
		Use:   "reset",
		Short: "Stop the local cloud and the desk and forget all they hold, the local stacks too",
		Long: `Stops the local cloud and the desk and deletes their databases, keys and logs, and
the state of the local stacks with them. What was built stays built.`,
		Example: "  scripts/local reset && scripts/local up",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := down(cmd.Context())
			if err != nil {
				return err
			}
			for _, dir := range []string{p.Local(), p.PulumiState()} {
				if err := os.RemoveAll(dir); err != nil {
					return fmt.Errorf("forgetting %s: %w", dir, err)
				}
			}
			fmt.Fprintln(cmd.OutOrStdout(), "the local cloud, the desk and the local stacks are forgotten; scripts/local up begins anew")
			return nil
		},
	}
}

// down stops the daemon of this checkout.
func down(ctx context.Context) (place, error) {
	p, err := here()
	if err != nil {
		return place{}, err
	}
	return p, daemon.Down(ctx, p.Local())
}
