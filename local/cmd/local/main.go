// Local runs the local cloud and the desk of a checkout in the background:
//
//	scripts/local up       start them, and make ready for `pulumi up -s local`
//	scripts/local status   where they are; --json for programs
//	scripts/local env      the exports that plain pulumi and the OCI SDK need
//	scripts/local logs     what functions and gateway have logged
//	scripts/local down     stop them; everything stays on disk
//	scripts/local reset    stop them and forget everything
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := newCommand().ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "cxbridge:", err)
		return 1
	}
	return 0
}

func newCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "local",
		Short: "The local cloud and the desk of this checkout",
		Long: `The local cloud stands for Oracle Cloud, the desk for Oracle B2C Service.
Both run on this machine's loopback addresses, without an account.`,
		Example: `  scripts/local up
  eval "$(scripts/local env)"
  pulumi up -s local`,
		SilenceUsage:      true,
		SilenceErrors:     true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.AddCommand(newUp(), newDown(), newStatus(), newReset(), newEnv(), newLogs(), newServe())
	return root
}
