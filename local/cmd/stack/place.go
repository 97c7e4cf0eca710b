package main

import (
	"fmt"
	"os"
	"os/exec"

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
	local = local || stack == "local"
	if err := build(cmd, here, local); err != nil {
		return nil, err
	}
	return target.Open(cmd.Context(), target.Options{
		Checkout: here, Ports: ports, Local: local, Log: cmd.ErrOrStderr(), Getenv: os.Getenv,
	})
}

// build brings up to date what the engine runs, and the engine itself where that of the
// checkout is meant. scripts/stack has built only this program, and the one that builds.
func build(cmd *cobra.Command, here checkout.Checkout, local bool) error {
	bootstrap := exec.CommandContext(cmd.Context(), here.Bin("bootstrap"))
	if !local {
		bootstrap.Args = append(bootstrap.Args, "--program")
	}
	bootstrap.Cancel = func() error { return bootstrap.Process.Signal(os.Interrupt) }
	bootstrap.Dir, bootstrap.Stdout, bootstrap.Stderr = here.Root, cmd.ErrOrStderr(), cmd.ErrOrStderr()
	if err := bootstrap.Run(); err != nil {
		return fmt.Errorf("building what the engine runs: %w (the lines above say why; scripts/stack builds what builds it)", err)
	}
	return nil
}
