package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/stack/rotate"
)

// maxSecret is more than any password or webhook secret has, in bytes.
const maxSecret = 4 << 10

func newRotate() *cobra.Command {
	return &cobra.Command{
		Use:   "rotate <stack> <setting>",
		Short: "Change a stack's password or webhook secret without a deployment",
		Long: `Reads the new value of b2cservicePassword or webhookSecret from standard input, tries a
password at B2C Service, and makes the value the secret's current version in Vault and the
stack's configuration. Functions that run go on with the old password until B2C Service
refuses it, and read the new one then.`,
		Example: `  printf %s "$B2C_SERVICE_PASSWORD" | scripts/stack rotate dev b2cservicePassword
  openssl rand -hex 32 | scripts/stack rotate dev webhookSecret`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			stack, setting := args[0], args[1]
			if !slices.Contains(rotate.Settings(), setting) {
				return fmt.Errorf("%s cannot be rotated, only %s", setting, strings.Join(rotate.Settings(), " and "))
			}
			value, err := io.ReadAll(io.LimitReader(cmd.InOrStdin(), maxSecret))
			if err != nil {
				return fmt.Errorf("reading the new value: %w", err)
			}
			place, err := open(cmd, stack)
			if err != nil {
				return err
			}
			return rotate.Run(cmd.Context(), rotate.Options{
				Target: place, Stack: stack, Setting: setting, Value: strings.TrimRight(string(value), "\r\n"), Out: cmd.OutOrStdout(),
			})
		},
	}
}
