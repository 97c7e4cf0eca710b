package daemon

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/cxbridge/cxbridge/local/checkout"
)

// How long a daemon may take to begin and to end, on a machine that does much else too,
// and how often it is asked.
const (
	startPatience = 2 * time.Minute
	stopPatience  = time.Minute
	pause         = 20 * time.Millisecond
)

// Outcome is what Up did.
type Outcome string

const (
	Started   Outcome = "is up"
	Already   Outcome = "is already up"
	Restarted Outcome = "was restarted, with what it holds,"
)

// Up starts the daemon of folder dir in the background, unless it runs, and
// returns when it answers. A daemon of another build, other ports or another
// behaviour is restarted: it keeps everything on disk. serve makes the command
// that becomes the daemon.
func Up(ctx context.Context, dir string, ports checkout.Ports, behaviour Behaviour, serve func(Behaviour) *exec.Cmd) (Outcome, error) {
	if err := behaviour.check(); err != nil {
		return "", err
	}
	state, running, err := Read(dir)
	if err != nil {
		return "", err
	}
	if !running {
		return Started, spawn(ctx, dir, serve(behaviour.complete()))
	}
	build, err := BuildID()
	if err != nil {
		return "", err
	}
	behaviour = behaviour.over(state.Behaviour)
	if state.Build == build && state.Ports == ports && state.Behaviour.equal(behaviour) {
		return Already, waitUntilReady(ctx, dir, nil)
	}
	if err := Down(ctx, dir); err != nil {
		return "", fmt.Errorf("replacing the running daemon: %w", err)
	}
	return Restarted, spawn(ctx, dir, serve(behaviour))
}

func spawn(ctx context.Context, dir string, serve *exec.Cmd) error {
	if err := os.MkdirAll(dir, 0o700); err != nil { // keys and databases are the user's own
		return err
	}
	// What the last daemon said of itself is not to be taken for this one's.
	if err := os.Remove(statePath(dir)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	log, err := os.OpenFile(LogPath(dir), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	serve.Stdout, serve.Stderr = log, log
	// A session of its own: an interrupt at the terminal is not for it.
	serve.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := serve.Start(); err != nil {
		return fmt.Errorf("starting %s: %w", serve.Path, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- serve.Wait() }()
	if err := waitUntilReady(ctx, dir, ended); err != nil {
		return fmt.Errorf("the local cloud did not come up: %w\n%s(whole log: %s)", err, lastLines(LogPath(dir), 8), LogPath(dir))
	}
	return nil
}

// waitUntilReady returns when the daemon says that it listens, or with an error
// as soon as its process has ended.
func waitUntilReady(ctx context.Context, dir string, ended <-chan error) error {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		state, running, err := Read(dir)
		if err != nil || running && state.Ready {
			return err
		}
		select {
		case err := <-ended:
			return fmt.Errorf("its process ended: %v", err)
		case <-ctx.Done():
			return fmt.Errorf("it is not ready: %w", ctx.Err())
		case <-tick.C:
		}
	}
}

// Down ends the daemon of folder dir, if it runs, and returns when it is gone:
// politely, and by force when it does not listen.
func Down(ctx context.Context, dir string) error {
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		gone, err := end(ctx, dir, signal)
		if gone || err != nil {
			return err
		}
	}
	return fmt.Errorf("the daemon of %s does not end", dir)
}

func end(ctx context.Context, dir string, signal syscall.Signal) (gone bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, stopPatience)
	defer cancel()
	tick := time.NewTicker(pause)
	defer tick.Stop()
	signalled := 0
	for {
		state, running, err := Read(dir)
		if err != nil || !running {
			return !running, err
		}
		if state.PID != signalled && state.PID > 1 {
			if err := syscall.Kill(state.PID, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
				return false, fmt.Errorf("ending process %d: %w", state.PID, err)
			}
			signalled = state.PID
		}
		select {
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				return false, nil
			}
			return false, ctx.Err()
		case <-tick.C:
		}
	}
}

// lastLines quotes the end of a log, for an error.
func lastLines(path string, n int) string {
	content, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err.Error() + "\n"
	}
	lines := strings.SplitAfter(string(content), "\n")
	return strings.Join(lines[max(0, len(lines)-n-1):], "")
}
