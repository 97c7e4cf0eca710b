package daemon

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/cxbridge/cxbridge/local/checkout"
)

// Serve is the background process: it holds the lock of folder dir, says in its
// state what it listens on, and runs until ctx is done.
func Serve(ctx context.Context, dir string, ports checkout.Ports) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	lock := newLock(dir)
	free, err := lock.TryLock()
	if err != nil {
		return fmt.Errorf("locking %s: %w", lock.Path(), err)
	}
	if !free {
		return fmt.Errorf("the local cloud of %s runs already: scripts/local status shows where", dir)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()

	build, err := BuildID()
	if err != nil {
		return err
	}
	state := State{PID: os.Getpid(), Started: time.Now().UTC(), Build: build, Ports: ports}
	if err := state.write(dir); err != nil {
		return err
	}
	d, err := Start(Options{Dir: dir, Ports: ports, Log: os.Stderr})
	if err != nil {
		return err
	}
	<-ctx.Done()
	return d.Close()
}
