package ephemeral

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// stackName is what is part of OCI's names, of a repository's, of a path and of a Pulumi
// stack's name alike.
var stackName = regexp.MustCompile(`^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$`)

// place is the folder of a stack, locked.
type place struct {
	dir    string
	run    *flock.Flock // this process's
	engine *os.File     // locked, and open in the engine's processes as well
}

// enter locks a stack's folder against other runs, and waits for the engine of a run
// that was killed.
func enter(ctx context.Context, o Options) (*place, error) {
	dir := filepath.Join(o.Dir, o.Stack)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	p := &place{dir: dir, run: flock.New(filepath.Join(dir, "lock"))}
	free, err := p.run.TryLock()
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", p.run.Path(), err)
	}
	if !free {
		return nil, fmt.Errorf("another scripts/stack works on the stack %s: wait for it to end, or choose another name", o.Stack)
	}
	if p.engine, err = os.OpenFile(filepath.Join(dir, "engine"), os.O_CREATE|os.O_RDWR, 0o600); err != nil {
		return nil, errors.Join(err, p.run.Unlock())
	}
	if err := waitForEngine(ctx, p.engine, o.Out); err != nil {
		return nil, errors.Join(err, p.leave())
	}
	o.Inherit(p.engine)
	return p, nil
}

// leave unlocks the folder. The files of the locks stay: whoever opened one that was
// deleted would lock nothing.
func (p *place) leave() error { return errors.Join(p.engine.Close(), p.run.Unlock()) }

// How long the engine of a killed run is waited for, and how often it is looked at.
// It was interrupted together with that run, and ends what is under way.
const (
	enginePatience = 20 * time.Minute
	enginePause    = 200 * time.Millisecond
)

// waitForEngine takes the engine's lock. A CLI that still has it ends in order; plugins
// whose CLI is dead do nothing of use any more, and are ended.
func waitForEngine(ctx context.Context, engine *os.File, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, enginePatience)
	defer cancel()
	told := false
	for {
		// The lock is that of the open file, which processes inherit (flock(2)): the library's
		// does not give the file away.
		err := syscall.Flock(int(engine.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return err
		}
		left, err := holders(ctx, engine.Name())
		if err != nil {
			return err
		}
		if !told && len(left) > 0 {
			fmt.Fprintf(out, "Waiting for the engine of the last run to end: %s\n", left)
			told = true
		}
		if !left.haveCLI() {
			left.kill(ctx)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the engine of the last run does not end (%s): %w: end it, and run this again", left, ctx.Err())
		case <-time.After(enginePause):
		}
	}
}

// writeFile writes a file as a whole: whoever is killed leaves the old one or the new one.
func writeFile(path string, content []byte) error {
	temporary := path + ".new"
	if err := os.WriteFile(temporary, content, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// remove deletes files that may not be there.
func remove(paths ...string) error {
	var errs []error
	for _, path := range paths {
		if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
