// Package command runs the commands that a person types: an interrupt ends them
// in order, and what fails says so in one line on standard error, with the next
// step in it and without the usage.
package command

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// Main runs root with the process's arguments and ends the process: with 1 after
// an error.
func Main(root *cobra.Command) {
	root.SilenceUsage, root.SilenceErrors = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.DisableSuggestions = true // which are lines of their own
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	understood := false
	root.PersistentPreRun = func(*cobra.Command, []string) { understood = true }
	asked, err := root.ExecuteContextC(ctx)
	stop()
	if err != nil && !understood {
		err = fmt.Errorf("%w: scripts/%s -h says how it goes", err, asked.CommandPath())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cxbridge:", err)
		os.Exit(1)
	}
}
