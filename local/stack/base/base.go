// Package base brings an earlier revision of the project up, on a local cloud of its
// own, so that a preview of the working tree shows what it changes, and not the whole
// stack as new. Nothing of Oracle Cloud's is needed, as a pull request from a fork has
// none.
//
//	b, err := base.Open(ctx, base.Options{Checkout: here, Revision: "origin/main", Log: os.Stderr})
//	defer b.Close()
//	report, err := preview.Run(ctx, preview.Options{Pulumi: b, Stack: base.Stack, ConfigFile: b.ConfigFile, Log: os.Stderr})
//
// The revision's files, the cloud and the stack's state live in .cxbridge/base, and only
// as long: Close takes it all away. The cloud runs in this process, so that not even a
// killed one leaves more than files, which the next Open removes. The checkout's own
// local cloud is left alone. Cloud and plugins are the working tree's.
package base

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/gofrs/flock"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/engine"
	"github.com/cxbridge/cxbridge/local/freeports"
	"github.com/cxbridge/cxbridge/local/stack/progress"
)

// Stack is the one that is brought up.
const Stack = "local"

// Options say what to bring up.
type Options struct {
	Checkout checkout.Checkout
	Revision string    // of git
	Log      io.Writer // for what is under way
}

// Base is a revision that is up. Its engine runs the working tree's program.
type Base struct {
	engine.Engine
	ConfigFile string // the working tree's configuration of the stack, for this cloud

	worktree worktree
	lock     *flock.Flock
	cloud    *daemon.Daemon
}

// Open brings the revision up. What an earlier run left behind is removed.
func Open(ctx context.Context, o Options) (_ *Base, err error) {
	if err := os.MkdirAll(o.Checkout.Home, 0o755); err != nil {
		return nil, err
	}
	b := &Base{
		worktree: worktree{root: o.Checkout.Root, dir: filepath.Join(o.Checkout.Home, "base")},
		lock:     flock.New(filepath.Join(o.Checkout.Home, "base.lock")),
	}
	if locked, err := b.lock.TryLock(); err != nil {
		return nil, fmt.Errorf("locking %s: %w", b.lock.Path(), err)
	} else if !locked {
		return nil, errors.New("another preview with --base is under way in this checkout: wait until it has ended")
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.Close())
		}
	}()
	if err := b.worktree.make(ctx, o.Revision); err != nil {
		return nil, fmt.Errorf("getting revision %s: %w", o.Revision, err)
	}
	if err := b.up(ctx, o); err != nil {
		return nil, fmt.Errorf("bringing up revision %s: %w", o.Revision, err)
	}
	return b, nil
}

// up starts a cloud and brings the revision's stack up on it.
func (b *Base) up(ctx context.Context, o Options) error {
	tool, err := o.Checkout.RequireTool("pulumi")
	if err != nil {
		return err
	}
	ports, err := freeports.Next()
	if err != nil {
		return err
	}
	there := checkout.Checkout{Root: b.worktree.dir, Home: filepath.Join(b.worktree.dir, ".cxbridge"), Toolchain: filepath.Dir(tool)}
	if err := os.MkdirAll(there.Local(), 0o700); err != nil {
		return err
	}
	file := filepath.Join("stacks", "Pulumi."+Stack+".yaml")
	b.ConfigFile = filepath.Join(there.Home, "Pulumi."+Stack+".yaml")
	if err := errors.Join(
		move(filepath.Join(there.Root, file), filepath.Join(there.Root, file), ports),
		move(filepath.Join(o.Checkout.Root, file), b.ConfigFile, ports),
	); err != nil {
		return err
	}
	if b.cloud, err = daemon.Start(daemon.Options{Dir: there.Local(), Ports: ports, Log: io.Discard}); err != nil {
		return err
	}
	engine := daemon.Engine(there, ports)
	if err := engine.Prepare(ctx, Stack); err != nil {
		return err
	}
	defer progress.Tell(o.Log, progress.Usual, func() string { return "base: bringing up " + o.Revision })()
	if out, err := engine.Command(ctx, "up", "-s", Stack, "--yes", "--skip-preview", "--non-interactive", "--color", "never").CombinedOutput(); err != nil {
		return fmt.Errorf("pulumi up: %w\n%s", err, bytes.TrimSpace(out))
	}
	there.Root = o.Checkout.Root
	b.Engine = daemon.Engine(there, ports)
	return nil
}

// registry is where a stack's configuration names the first of its local cloud's ports.
var registry = regexp.MustCompile(`registry: *"?127\.0\.0\.1:([0-9]+)`)

// move copies a stack's configuration to other ports than those that it names.
func move(from, to string, ports checkout.Ports) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	named := registry.FindSubmatch(content)
	if named == nil {
		return fmt.Errorf("%s names no registry at 127.0.0.1: the stack is not the local cloud's", from)
	}
	first, err := strconv.Atoi(string(named[1]))
	if err != nil {
		return fmt.Errorf("%s: the registry's port: %w", from, err)
	}
	usual := checkout.PortsAt(first)
	moved := strings.NewReplacer(
		checkout.Address(usual.Cloud), checkout.Address(ports.Cloud),
		checkout.Address(usual.Gateway), checkout.Address(ports.Gateway),
		checkout.Address(usual.Desk), checkout.Address(ports.Desk),
		checkout.Address(usual.DeskHTTPS), checkout.Address(ports.DeskHTTPS),
	).Replace(string(content))
	return os.WriteFile(to, []byte(moved), 0o644)
}

// Close takes everything away, after an interrupt, too.
func (b *Base) Close() error {
	var errs []error
	if b.cloud != nil {
		errs = append(errs, b.cloud.Close())
	}
	return errors.Join(append(errs, b.worktree.remove(), b.lock.Unlock())...)
}
