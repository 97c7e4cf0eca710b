package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/stack/rotate"
)

// maxSecret is more than any password or webhook secret has, in bytes.
const maxSecret = 4 << 10

// readSecret reads a secret without the newline at its end. Typed, it would be shown.
func readSecret(from io.Reader) (string, error) {
	if file, ok := from.(*os.File); ok {
		if about, err := file.Stat(); err == nil && about.Mode()&os.ModeCharDevice != 0 {
			return "", errors.New("it is to come through a pipe: printf %s \"$SECRET\" | scripts/stack rotate …")
		}
	}
	value, err := io.ReadAll(io.LimitReader(from, maxSecret+1))
	if len(value) > maxSecret {
		return "", fmt.Errorf("it is longer than %d bytes", maxSecret)
	}
	return strings.TrimRight(string(value), "\r\n"), err
}

func newRotate() *cobra.Command {
	return &cobra.Command{
		Use:   "rotate <stack> <setting>",
		Short: "Change a stack's password or webhook secret without a deployment",
		Long: `Reads the new value of b2cservicePassword or webhookSecret from standard input, tries a
password at B2C Service, and makes the value the stack's configuration and the secret's
current version in Vault. Functions that run go on with the old password until B2C Service
refuses it, and read the new one then.`,
		Example: `  printf %s "$B2C_SERVICE_PASSWORD" | scripts/stack rotate dev b2cservicePassword
  openssl rand -hex 32 | scripts/stack rotate dev webhookSecret`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			stack, setting := args[0], args[1]
			if !slices.Contains(rotate.Settings(), setting) {
				return fmt.Errorf("%s cannot be rotated, only %s", setting, strings.Join(rotate.Settings(), " and "))
			}
			value, err := readSecret(cmd.InOrStdin())
			if err != nil {
				return fmt.Errorf("reading the new value: %w", err)
			}
			place, err := open(cmd, stack)
			if err != nil {
				return err
			}
			return rotate.Run(cmd.Context(), rotate.Options{
				Target: place, Stack: stack, Setting: setting, Value: value, Out: cmd.OutOrStdout(),
			})
		},
	}
}
