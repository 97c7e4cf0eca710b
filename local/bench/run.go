package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// measure runs suites one after the other and reports to log how far it is. What was measured before one fails is returned
// with the error.
func measure(ctx context.Context, root string, list []suite, log io.Writer) (rows []row, err error) {
	s := samples{}
	began := time.Now()
	var measured []suite
	for i, suite := range list {
		fmt.Fprintf(log, "bench: %d of %d, after %s: %s: %s\n", i+1, len(list), time.Since(began).Round(time.Second), suite.name, suite.about)
		if err = suite.run(ctx, root, s, log); err != nil {
			break
		}
		measured = append(measured, suite)
	}
	for _, suite := range measured {
		for _, f := range suite.figures {
			r, missing := newRow(f, s)
			if missing != nil {
				err = errors.Join(err, missing)
				continue
			}
			rows = append(rows, r)
		}
	}
	return rows, err
}

// interruptPatience is how long benchmarks may take to end after an interrupt.
const interruptPatience = 10 * time.Second

// run adds what the suite's benchmarks report to s. The error has what they say when they fail.
func (s suite) run(ctx context.Context, root string, all samples, log io.Writer) error {
	command := exec.CommandContext(ctx, "go", append([]string{"test", "-run", "^$"}, s.args...)...)
	command.Dir = root
	// In a process group of its own, which is interrupted as a whole: the go command alone would leave the benchmarks behind.
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGINT) }
	command.WaitDelay = interruptPatience
	reader, writer := io.Pipe()
	command.Stdout, command.Stderr = writer, writer
	if err := command.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() {
		ended <- command.Wait()
		writer.Close()
	}()
	said := follow(reader, all, log)
	if err := <-ended; err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(command.Args, " "), err, said)
	}
	return nil
}

// How much is kept of what is no result, and how long a line may be, in bytes.
const (
	maxSaid = 8 << 10
	maxLine = 1 << 20
)

// follow reads go test's output to its end: results into all and, as progress, to log. It returns the end of all else.
func follow(output io.Reader, all samples, log io.Writer) (said string) {
	scanner := bufio.NewScanner(output)
	scanner.Buffer(nil, maxLine)
	for scanner.Scan() {
		line := scanner.Text()
		if _, ok := all.read(line); ok {
			fmt.Fprintln(log, " ", strings.Join(strings.Fields(line)[2:], " "), "\t", strings.Fields(line)[0])
			continue
		}
		said += line + "\n"
		said = said[max(len(said)-maxSaid, 0):]
	}
	io.Copy(io.Discard, output) //nolint:errcheck // a line too long: let the command finish
	return said
}
