package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/toolchain"
)

// grace is how long a cancelled build or program may take to end by itself.
const grace = 5 * time.Second

// program is something that can be run; close removes what was made for it.
type program struct {
	path  string
	close func()
}

// prepare gives the program that the options name, compiled if need be.
func (h *host) prepare(ctx context.Context, dir string, o options) (program, error) {
	if o.binary != "" {
		path, err := exec.LookPath(o.binary)
		if err != nil {
			return program{}, fmt.Errorf("runtime.options.binary in Pulumi.yaml names %q: %w", o.binary, err)
		}
		return program{path: path, close: func() {}}, nil
	}
	target, cleanup, err := buildTarget(dir, o.buildTarget)
	if err != nil {
		return program{}, err
	}
	if err := h.compile(ctx, dir, target); err != nil {
		cleanup()
		return program{}, err
	}
	return program{path: target, close: cleanup}, nil
}

// buildTarget says where the binary goes: where the program's author wants it,
// relative to the program, or to a folder that is removed after the run.
func buildTarget(dir, wanted string) (string, func(), error) {
	if wanted != "" {
		if !filepath.IsAbs(wanted) {
			wanted = filepath.Join(dir, wanted)
		}
		return wanted, func() {}, nil
	}
	temp, err := os.MkdirTemp("", "pulumi-go-")
	if err != nil {
		return "", nil, fmt.Errorf("making a folder for the compiled program: %w", err)
	}
	return filepath.Join(temp, "program"), func() { os.RemoveAll(temp) }, nil
}

// compile builds dir's package main to target, as a whole: of two that build it at the
// same time, neither runs what the other has half written.
func (h *host) compile(ctx context.Context, dir, target string) error {
	if _, err := exec.LookPath("go"); err != nil {
		return errNoGo(err)
	}
	name := filepath.Base(target)
	return toolchain.Replace(filepath.Dir(target), []string{name}, func(folder string) error {
		return h.build(ctx, dir, filepath.Join(folder, name))
	})
}

// build is the go command's. The version control stamp is left out: with it each commit
// would link the program again.
func (h *host) build(ctx context.Context, dir, target string) error {
	cmd := interruptible(ctx, grace, "go", "build", "-buildvcs=false", "-o", target, ".")
	cmd.Dir = dir
	var messages bytes.Buffer
	// Downloads are worth seeing while they happen, faults when all are there.
	cmd.Stdout, cmd.Stderr = h.stdout, io.MultiWriter(&messages, &progress{to: h.stderr})
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("the program in %s does not compile (go build: %w):\n%s", dir, err, messages.String())
	}
	info, err := os.Stat(target)
	if err != nil {
		return fmt.Errorf("go build in %s left no program: %w", dir, err)
	}
	if info.Mode()&0o111 == 0 {
		return fmt.Errorf("what go build made of %s cannot be run: is its package called main?", dir)
	}
	return nil
}

// progress passes on the go command's lines about downloads.
type progress struct{ to io.Writer }

func (p *progress) Write(b []byte) (int, error) {
	for line := range strings.Lines(string(b)) {
		if strings.HasPrefix(line, "go: downloading ") {
			io.WriteString(p.to, line)
		}
	}
	return len(b), nil
}

// interruptible is a command that gets an interrupt when ctx ends, and is
// killed when that does not help within the grace.
func interruptible(ctx context.Context, grace time.Duration, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = grace
	return cmd
}

func errNoGo(err error) error {
	return fmt.Errorf("a program with runtime go needs the go command on PATH (https://go.dev/dl): %w", err)
}

// goVersion is the number in `go version`, or nothing.
func goVersion(gobin string) string {
	out, err := exec.Command(gobin, "env", "GOVERSION").Output()
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.TrimSpace(string(out)), "go")
}
