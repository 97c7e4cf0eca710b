package daemon

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/cxbridge/cxbridge/local/checkout"
)

// Serve is the background process: it holds the lock of folder dir, says in its
// state what it listens on, and runs until ctx is done.
func Serve(ctx context.Context, dir string, ports checkout.Ports, behaviour Behaviour) (err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	lock := newLock(dir)
	if err := take(ctx, lock); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()

	build, err := BuildID()
	if err != nil {
		return err
	}
	state := State{PID: os.Getpid(), Started: time.Now().UTC(), Build: build, Ports: ports, Behaviour: behaviour.complete()}
	if err := state.write(dir); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(statePath(dir))) }()
	d, err := Start(Options{Dir: dir, Ports: ports, Behaviour: behaviour, Log: os.Stderr})
	if err != nil {
		return err
	}
	state.Ready = true
	if err := state.write(dir); err != nil {
		return errors.Join(err, d.Close())
	}
	<-ctx.Done()
	return d.Close()
}

// take waits for those who hold the lock because they ask whether a daemon does. A daemon
// shares it with nobody.
func take(ctx context.Context, lock *flock.Flock) error {
	for {
		taken, err := lock.TryLock()
		if taken {
			return nil
		}
		var shared bool
		if err == nil {
			shared, err = lock.TryRLock()
		}
		if err == nil && !shared {
			return fmt.Errorf("the local cloud of %s runs already: scripts/local status shows where", filepath.Dir(lock.Path()))
		}
		if err = errors.Join(err, lock.Unlock()); err != nil {
			return fmt.Errorf("locking %s: %w", lock.Path(), err)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("locking %s: %w", lock.Path(), ctx.Err())
		case <-time.After(pause):
		}
	}
}
