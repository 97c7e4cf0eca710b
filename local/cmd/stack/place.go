package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

const localFlag = "local"

// open makes the place ready that a command's stack lives in. What is under way goes to
// standard error.
func open(cmd *cobra.Command, stack string) (*target.Target, error) {
	here, err := checkout.Find(".", os.Getenv)
	if err != nil {
		return nil, err
	}
	ports, err := checkout.PortsFrom(os.Getenv)
	if err != nil {
		return nil, err
	}
	local, err := cmd.Flags().GetBool(localFlag)
	if err != nil {
		return nil, err
	}
	return target.Open(cmd.Context(), target.Options{
		Checkout: here, Ports: ports, Local: local || stack == "local", Log: cmd.ErrOrStderr(), Getenv: os.Getenv,
	})
}
