package ephemeral

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/cxbridge/cxbridge/local/stack/sweep"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// destroyTries is how often a stack is destroyed before somebody has to look into it.
const destroyTries = 4

// wreck destroys all that the stack has in the cloud, and deletes what is left of it.
func (l *life) wreck(ctx context.Context) error {
	var config target.Config
	if err := l.step(ctx, "what there is of the stack", func(ctx context.Context) (err error) {
		config, err = l.find(ctx)
		return err
	}); err != nil {
		return err
	}
	if err := l.step(ctx, "destroy", func(ctx context.Context) error { return l.destroy(ctx, config) }); err != nil {
		return err
	}
	if err := l.step(ctx, "sweep", func(ctx context.Context) error { return l.sweepAll(ctx, config) }); err != nil {
		return err
	}
	l.journal.Up, l.dirty = false, false
	return nil
}

// find reads the stack's settings and, after a run that was cut off, sets its state
// right.
func (l *life) find(ctx context.Context) (target.Config, error) {
	config, err := l.config(ctx)
	if err != nil {
		return nil, err
	}
	state, err := l.Pulumi.State(ctx, l.Stack)
	if err != nil {
		return nil, err
	}
	if len(state.Protected) > 0 {
		return nil, fmt.Errorf("the stack has protected resources, and stays: %s: whoever means it sets protect to false and runs pulumi up first", strings.Join(state.Protected, ", "))
	}
	if l.dirty {
		err = l.recover(ctx, config)
	}
	return config, err
}

// config makes sure that pulumi knows the stack and can read its settings: a run may
// have been cut off while either was written.
func (l *life) config(ctx context.Context) (target.Config, error) {
	lost := !isFile(l.file()) && !isFile(l.saved()) // on another machine, perhaps
	if lost {
		if err := l.fromTemplate(); err != nil {
			return nil, err
		}
	} else if !isFile(l.file()) {
		if err := l.restore(); err != nil {
			return nil, err
		}
	}
	if !l.inBackend {
		if err := l.init(ctx); err != nil {
			return nil, err
		}
	}
	if lost {
		if err := l.renew(ctx); err != nil {
			return nil, err
		}
	}
	config, err := l.Pulumi.Config(ctx, l.Stack)
	if err == nil || !isFile(l.saved()) {
		return config, err
	}
	if err := l.restore(); err != nil {
		return nil, err
	}
	return l.Pulumi.Config(ctx, l.Stack)
}

// recover breaks the lock of an engine that was killed, sweeps away what it had begun to
// make, as that can be in the way for long, and has the state say what is still there. What
// it fails at, destroy and the sweep after it may still do.
func (l *life) recover(ctx context.Context, config target.Config) error {
	for _, one := range []func() error{
		func() error { return l.Pulumi.Run(ctx, "cancel", "-s", l.Stack, "--yes") },
		func() error { return l.sweepForEngine(ctx, config) },
		func() error { return l.refresh(ctx) },
	} {
		if err := one(); ctx.Err() != nil {
			return err
		} else if err != nil {
			fmt.Fprintf(l.Out, "   going on without: %v\n", err)
		}
	}
	return nil
}

// refresh has the state say what is in the cloud.
func (l *life) refresh(ctx context.Context) error {
	return l.Pulumi.Run(ctx, "refresh", "-s", l.Stack, "--yes", "--skip-preview", "--clear-pending-creates")
}

// destroy has the engine delete all that it knows of. What it does not know of can be in
// the way; so a sweep follows where it fails, and another attempt at what that has left:
// OCI refuses to delete a secret twice.
func (l *life) destroy(ctx context.Context, config target.Config) error {
	pauses := l.Pauses
	if pauses == nil {
		pauses = defaultPauses
	}
	var last error
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		last = l.Pulumi.Run(ctx, "destroy", "-s", l.Stack, "--yes", "--skip-preview", "--continue-on-error")
		if last != nil && ctx.Err() == nil {
			fmt.Fprintf(l.Out, "   %v: sweeping, and trying again\n", last)
			last = errors.Join(last, l.sweepForEngine(ctx, config), l.refresh(ctx))
		}
		return struct{}{}, last
	}, backoff.WithBackOff(pauses()), backoff.WithMaxTries(destroyTries), backoff.WithMaxElapsedTime(0))
	if err != nil && last != nil {
		return last
	}
	return err
}

func defaultPauses() backoff.BackOff {
	growing := backoff.NewExponentialBackOff()
	growing.InitialInterval, growing.MaxInterval = 5*time.Second, time.Minute
	return growing
}

// sweepAll makes an error of what is left.
func (l *life) sweepAll(ctx context.Context, config target.Config) error {
	left, err := l.Sweep(ctx, config, true)
	return errors.Join(err, remains(left))
}

// sweepForEngine leaves the vault, whose key the engine still has to read and delete.
func (l *life) sweepForEngine(ctx context.Context, config target.Config) error {
	left, err := l.Sweep(ctx, config, false)
	return errors.Join(err, remains(left))
}

func remains(left []sweep.Resource) error {
	if len(left) == 0 {
		return nil
	}
	lines := []string{fmt.Sprintf("%d are still there:", len(left))}
	for _, r := range left {
		lines = append(lines, "  "+r.String())
	}
	return errors.New(strings.Join(lines, "\n"))
}
