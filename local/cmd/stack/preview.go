package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/stack/base"
	"github.com/cxbridge/cxbridge/local/stack/preview"
)

func newPreview() *cobra.Command {
	var markdown bool
	var revision string
	cmd := &cobra.Command{
		Use:   "preview <stack>",
		Short: "Show what pulumi up would do",
		Long: `Runs Pulumi's preview and prints what it would do: which resources it would create,
change, replace and delete, and which of their properties differ, by name. Everything that
is wrong with the stack's settings, and every rule that the stack breaks, is reported at
once, with its remedy. It pushes nothing.

--markdown prints the comment for a pull request, which scripts/stack comment puts there.
--base brings a revision up first, on a local cloud of its own that is thrown away
afterwards, and shows what has changed since; that takes no account, and goes for the
stack local alone.`,
		Example: `  scripts/stack preview dev
  scripts/stack preview local --base origin/main
  scripts/stack preview dev --markdown`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			report, err := previewOf(cmd, args[0], revision)
			return tell(cmd, report, err, args[0], markdown)
		},
	}
	cmd.Flags().BoolVar(&markdown, "markdown", false, "print the comment for a pull request")
	cmd.Flags().StringVar(&revision, "base", "", "show what has changed since a `revision` of git; for the stack local")
	return cmd
}

func previewOf(cmd *cobra.Command, stack, revision string) (*preview.Report, error) {
	if revision != "" {
		return previewSince(cmd, stack, revision)
	}
	return previewNow(cmd, stack, false)
}

// previewNow previews against what the stack's state says, or against what there is.
func previewNow(cmd *cobra.Command, stack string, refresh bool) (*preview.Report, error) {
	place, err := open(cmd, stack)
	if err != nil {
		return nil, err
	}
	return preview.Run(cmd.Context(), preview.Options{Pulumi: place, Stack: stack, Refresh: refresh, Log: cmd.ErrOrStderr()})
}

// previewSince previews against an earlier revision.
func previewSince(cmd *cobra.Command, stack, revision string) (_ *preview.Report, err error) {
	if stack != base.Stack {
		return nil, fmt.Errorf("--base brings up the stack %s only: scripts/stack preview %s shows how %s differs from what is there", base.Stack, stack, stack)
	}
	here, err := checkout.Find(".", os.Getenv)
	if err != nil {
		return nil, err
	}
	if err := build(cmd, here, true); err != nil {
		return nil, err
	}
	b, err := base.Open(cmd.Context(), base.Options{Checkout: here, Revision: revision, Log: cmd.ErrOrStderr()})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	return preview.Run(cmd.Context(), preview.Options{Pulumi: b, Stack: stack, ConfigFile: b.ConfigFile, Log: cmd.ErrOrStderr()})
}

// tell prints a report, and why there is none where the comment is read, too. The error is
// that of a preview which there is no plan of.
func tell(cmd *cobra.Command, report *preview.Report, err error, stack string, markdown bool) error {
	if err != nil && markdown {
		report = &preview.Report{Problems: []preview.Problem{{Text: err.Error()}}}
	}
	if report != nil {
		err = errors.Join(err, show(cmd, report, stack, markdown))
	}
	if err != nil || !report.Failed() {
		return err
	}
	return fmt.Errorf("%s cannot be previewed: each line above says what to do, then try again", stack)
}

func show(cmd *cobra.Command, report *preview.Report, stack string, markdown bool) error {
	if markdown {
		_, err := fmt.Fprint(cmd.OutOrStdout(), report.Markdown(stack))
		return err
	}
	return report.Text(cmd.OutOrStdout(), stack)
}
