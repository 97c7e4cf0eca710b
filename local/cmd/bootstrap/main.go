// Bootstrap is what the scripts compile first: it brings .cxbridge/bin up to
// date, with progress, and then becomes the program it was asked for.
//
//	bootstrap              build only
//	bootstrap local up     build, then run .cxbridge/bin/local up
//	bootstrap local -h     build that program alone, and have it say what it does
//	bootstrap --tests      build, and compile what the tests need as well
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/toolchain"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "cxbridge:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	here, err := checkout.Find(".", os.Getenv)
	if err != nil {
		return err
	}
	if _, err := exec.LookPath("go"); err != nil {
		return fmt.Errorf("the go command is not on PATH: install Go from https://go.dev/dl and try again")
	}
	if err := os.MkdirAll(here.Bin(""), 0o755); err != nil {
		return err
	}
	tests := len(args) == 1 && args[0] == "--tests"
	units := toolchain.Units(here)
	switch {
	case tests:
		units = append(units, toolchain.Tests(here))
	case asksForHelp(args):
		units = []toolchain.Unit{program(here, args[0])}
	}
	progress := toolchain.NewProgress(os.Stderr, isTerminal(os.Stderr), time.Now)
	if err := toolchain.Build(ctx, units, progress); err != nil {
		return err
	}
	if len(args) == 0 || tests {
		return nil
	}
	stop()
	return syscall.Exec(here.Bin(args[0]), append([]string{here.Bin(args[0])}, args[1:]...), os.Environ())
}

// asksForHelp tells whether a program is to say no more than what it is for, which
// takes none of the others.
func asksForHelp(args []string) bool {
	return len(args) > 1 && (slices.Contains(args, "-h") || slices.Contains(args, "--help") || args[1] == "help")
}

// program is one of the commands alone.
func program(c checkout.Checkout, name string) toolchain.Unit {
	return toolchain.Unit{Name: name, Dir: c.Root, Packages: []string{"./local/cmd/" + name}, Output: c.Bin(name)}
}

// isTerminal tells a terminal from a file or a pipe, as far as the standard
// library can: a character device.
func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
