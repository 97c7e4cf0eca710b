// Bootstrap is what the scripts compile first: it brings .cxbridge/bin up to
// date, with progress, and then becomes the program it was asked for.
//
//	bootstrap              build only
//	bootstrap local up     build, then run .cxbridge/bin/local up
//	bootstrap local -h     build that program alone, and have it say what it does
//	bootstrap --tests      build, and compile what the tests need as well
//	bootstrap --program    build what Pulumi runs of this project, and no engine
//	bootstrap stack …      build that program alone, which then asks for what it needs
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/gofrs/flock"

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
	units, then := plan(here, args)
	progress := toolchain.NewProgress(os.Stderr, isTerminal(os.Stderr), time.Now)
	if err := build(ctx, here, units, progress); err != nil {
		return err
	}
	if len(then) == 0 {
		return nil
	}
	stop()
	return syscall.Exec(then[0], then, os.Environ())
}

// build is toolchain.Build of one process at a time: the next one finds made what both
// would have compiled.
func build(ctx context.Context, here checkout.Checkout, units []toolchain.Unit, progress *toolchain.Progress) (err error) {
	alone := flock.New(here.Bin(".lock"))
	locked, err := alone.TryLock()
	if err == nil && !locked {
		fmt.Fprintln(os.Stderr, "build: another command is building; waiting for it")
		_, err = alone.TryLockContext(ctx, 100*time.Millisecond)
	}
	if err != nil {
		return fmt.Errorf("locking %s: %w", alone.Path(), err)
	}
	defer func() { err = errors.Join(err, alone.Unlock()) }()
	return toolchain.Build(ctx, units, progress)
}

// plan is what to build, and the program to become with its arguments, if any.
func plan(c checkout.Checkout, args []string) (units []toolchain.Unit, then []string) {
	switch {
	case len(args) == 0:
		return toolchain.Units(c), nil
	case args[0] == "--tests":
		return append(toolchain.Units(c), toolchain.Tests(c)), nil
	case args[0] == "--program":
		return toolchain.Program(c), nil
	}
	then = append([]string{c.Bin(args[0])}, args[1:]...)
	if args[0] == "stack" || asksForHelp(args) {
		return []toolchain.Unit{toolchain.Command(c, args[0])}, then
	}
	return toolchain.Units(c), then
}

// asksForHelp tells whether a program is to say no more than what it is for, which
// takes none of the others.
func asksForHelp(args []string) bool {
	return len(args) > 1 && (slices.Contains(args, "-h") || slices.Contains(args, "--help") || args[1] == "help")
}

// isTerminal tells a terminal from a file or a pipe, as far as the standard
// library can: a character device.
func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
