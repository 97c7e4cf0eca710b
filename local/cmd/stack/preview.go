package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/stack/preview"
)

func newPreview() *cobra.Command {
	var markdown bool
	cmd := &cobra.Command{
		Use:   "preview <stack>",
		Short: "Show what pulumi up would do",
		Long: `Runs Pulumi's preview and prints what it would do: which resources it would create,
change, replace and delete, and which of their properties differ, by name. Everything that
is wrong with the stack's settings, and every rule that the stack breaks, is reported at
once, with its remedy. It pushes nothing.

--markdown prints the comment for a pull request, which scripts/stack comment puts there.`,
		Example: `  scripts/stack preview dev
  scripts/stack preview dev --markdown`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			report, err := previewOf(cmd, args[0])
			if err != nil && markdown { // whoever reads the comment is to learn of it, too
				report = &preview.Report{Problems: []preview.Problem{{Text: err.Error()}}}
			}
			if report != nil {
				err = errors.Join(err, show(cmd, report, args[0], markdown))
			}
			if err != nil {
				return err
			}
			return failure(report, args[0])
		},
	}
	cmd.Flags().BoolVar(&markdown, "markdown", false, "print the comment for a pull request")
	return cmd
}

func previewOf(cmd *cobra.Command, stack string) (*preview.Report, error) {
	place, err := open(cmd, stack)
	if err != nil {
		return nil, err
	}
	return preview.Run(cmd.Context(), preview.Options{Pulumi: place, Stack: stack, Log: cmd.ErrOrStderr()})
}

func show(cmd *cobra.Command, report *preview.Report, stack string, markdown bool) error {
	if markdown {
		_, err := fmt.Fprint(cmd.OutOrStdout(), report.Markdown(stack))
		return err
	}
	return report.Text(cmd.OutOrStdout(), stack)
}

// failure is the error of a preview that there is no plan of.
func failure(report *preview.Report, stack string) error {
	if !report.Failed() {
		return nil
	}
	return fmt.Errorf("%s cannot be previewed: each line above says what to do (pulumi config takes -s %s), then try again", stack, stack)
}
