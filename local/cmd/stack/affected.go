package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/stack/affected"
)

func newAffected() *cobra.Command {
	var base, as string
	cmd := &cobra.Command{
		Use:   "affected [--base <revision>]",
		Short: "List the stacks whose preview a change can change",
		Long: `Prints, as a JSON list, the stacks that can come out otherwise because of what changed
since a revision: those whose own file changed, or all when the program, the functions or
what they are made of did. Without a revision, these are all stacks. Stacks whose file
still has placeholders are left out, as is the stack local.`,
		Example: `  scripts/stack affected --base origin/main
  scripts/stack affected --as stacks >>"$GITHUB_OUTPUT"`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			here, err := checkout.Find(".", os.Getenv)
			if err != nil {
				return err
			}
			stacks, err := affected.Since(cmd.Context(), here.Root, base)
			if err != nil {
				return err
			}
			if len(stacks.Unfinished) > 0 {
				fmt.Fprintf(cmd.ErrOrStderr(), "left out, because stacks/Pulumi.<stack>.yaml still has placeholders: %s\n", strings.Join(stacks.Unfinished, ", "))
			}
			if as != "" {
				fmt.Fprintf(cmd.OutOrStdout(), "%s=", as)
			}
			return json.NewEncoder(cmd.OutOrStdout()).Encode(stacks.Affected)
		},
	}
	cmd.Flags().StringVar(&base, "base", "", "what to compare with: a `revision` of git")
	cmd.Flags().StringVar(&as, "as", "", "print `name`=<list>, as a step's output in a workflow")
	return cmd
}
