package main

import (
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/stack/comment"
)

// patience is how long GitHub may take for one answer.
const patience = 30 * time.Second

func newComment() *cobra.Command {
	var p comment.Preview
	cmd := &cobra.Command{
		Use:   "comment --pull-request <number> --stack <stack> <file>",
		Short: "Put a preview into a pull request",
		Long: `Makes a file the comment of a stack in a pull request at GitHub: one for each stack,
which the next replaces. It goes by GITHUB_REPOSITORY, GITHUB_TOKEN and GITHUB_API_URL,
as workflows have them. The token needs the permission pull-requests: write.`,
		Example: `  scripts/stack preview dev --markdown >preview.md
  scripts/stack comment --pull-request 7 --stack dev preview.md`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := os.ReadFile(args[0])
			if err != nil {
				return fmt.Errorf("reading the comment: %w", err)
			}
			gitHub, err := comment.From(os.Getenv, &http.Client{Timeout: patience})
			if err != nil {
				return err
			}
			p.Text = string(text)
			url, err := gitHub.Put(cmd.Context(), p)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), url)
			return err
		},
	}
	cmd.Flags().IntVar(&p.PullRequest, "pull-request", 0, "the pull request's `number`")
	cmd.Flags().StringVar(&p.Stack, "stack", "", "the `stack` that was previewed")
	cmd.Flags().StringVar(&p.Commit, "commit", "", "the `commit` that was previewed, for those who read the comment later")
	must(cmd.MarkFlagRequired("pull-request"))
	must(cmd.MarkFlagRequired("stack"))
	return cmd
}

// must is for mistakes of this program.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
