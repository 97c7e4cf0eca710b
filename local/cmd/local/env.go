package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/engine"
)

func newEnv() *cobra.Command {
	return &cobra.Command{
		Use:   "env",
		Short: "Print the exports by which pulumi and the OCI SDK find the local cloud",
		Long: `Prints shell exports: PATH and PULUMI_HOME with the engine and the plugins,
the local state and its passphrase, an OCI configuration file of a user who may do
everything on the local cloud, and where the OCI services are. Variables by which
another user or region would be taken are unset.

CXBRIDGE_TOOLCHAIN=<folder> uses the pulumi, pulumi-language-go and
pulumi-resource-oci of that folder instead of the built ones.`,
		Example: `  eval "$(scripts/local env)"
  pulumi preview -s local`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := running()
			if errors.Is(err, errNotRunning) {
				p, err = here()
			}
			if err != nil {
				return err
			}
			e := p.engine()
			if err := e.Prepare(cmd.Context(), "local"); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "unset %s\n", strings.Join(engine.Unset(), " "))
			for _, v := range e.Environment(os.Getenv("PATH")) {
				fmt.Fprintf(cmd.OutOrStdout(), "export %s=%s\n", v.Name, shellQuote(v.Value))
			}
			return nil
		},
	}
}

// shellQuote makes one word of a value for every POSIX shell.
func shellQuote(value string) string {
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}
