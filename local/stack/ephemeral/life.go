package ephemeral

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// life is a stack's, as far as one run goes.
type life struct {
	Options
	place     *place
	journal   journal
	stacks    []string // that pulumi knew in the beginning
	inBackend bool     // it knows this one
	dirty     bool     // the engine did not come to its end: the state may not be what is in the cloud
	steps     int
	next      string // the command that goes on where this one ends
}

// look finds out what there is of the stack.
func look(ctx context.Context, o Options, p *place) (*life, error) {
	l := &life{Options: o, place: p}
	var err error
	if l.journal, err = readJournal(p.dir); err != nil {
		return nil, err
	}
	if l.stacks, err = o.Pulumi.Stacks(ctx); err != nil {
		return nil, err
	}
	l.inBackend = slices.Contains(l.stacks, o.Stack)
	l.dirty = l.journal.cutOff()
	return l, nil
}

// file is the stack's, and saved a copy of it from before it was first brought up.
func (l *life) file() string  { return l.Pulumi.StackFile(l.Stack) }
func (l *life) saved() string { return filepath.Join(l.place.dir, filepath.Base(l.file())) }

// step does something after saying so in the journal and to people.
func (l *life) step(ctx context.Context, name string, do func(context.Context) error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", name, ctx.Err())
	}
	l.journal.Stack, l.journal.Local, l.journal.Step, l.journal.Began = l.Stack, l.Local, name, l.Now().UTC()
	if err := l.journal.write(); err != nil {
		return err
	}
	l.steps++
	fmt.Fprintf(l.Out, "%d. %s\n", l.steps, name)
	began := l.Now()
	err := do(ctx)
	took := l.Now().Sub(began).Round(100 * time.Millisecond)
	if err != nil {
		fmt.Fprintf(l.Out, "   failed after %s\n", took)
		return fmt.Errorf("%s: %w", name, err)
	}
	fmt.Fprintf(l.Out, "   %s\n", took)
	return nil
}

// live makes the stack and tries it.
func (l *life) live(ctx context.Context) error {
	l.journal.Made = true
	if err := l.step(ctx, "stack from "+filepath.Base(l.Template), l.make); err != nil {
		return err
	}
	return l.upAndSmoke(ctx)
}

// again brings up a stack with the settings that it has.
func (l *life) again(ctx context.Context) error {
	if err := l.step(ctx, "settings", l.reset); err != nil {
		return err
	}
	return l.upAndSmoke(ctx)
}

func (l *life) upAndSmoke(ctx context.Context) error {
	if ctx.Err() == nil {
		l.journal.Up, l.dirty = true, true
	}
	if err := l.step(ctx, "up", func(ctx context.Context) error {
		return l.Pulumi.Run(ctx, "up", "-s", l.Stack, "--yes", "--skip-preview")
	}); err != nil {
		return err
	}
	l.dirty = false
	return l.step(ctx, "smoke test", l.Smoke)
}

// stand leaves the stack as it is: after a failure for somebody to look into, and then
// the next run takes it for one that was cut off.
func (l *life) stand(failed error) error {
	var err error
	switch {
	case failed != nil:
		err = l.unfinished(failed)
	case l.journal.Made:
		l.journal.Step = standing
		err = l.journal.write()
	default: // a stack of the project's: no test stack
		err = l.forget()
	}
	if l.journal.Made {
		fmt.Fprintf(l.Out, "The stack %s stays: %s throws it away.\n", l.Stack, l.command("remove"))
	}
	return err
}

// clear is end, which an interrupt does not stop.
func (l *life) clear(ctx, cleanup context.Context) error {
	told := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(told)
		fmt.Fprintf(l.Out, "Interrupted: what there is of %s is still cleared away. Another interrupt stops that, too.\n", l.Stack)
	})
	defer func() {
		if !stop() {
			<-told // whoever called may not be there later
		}
	}()
	return l.end(cleanup)
}

// end throws away what there is of the stack.
func (l *life) end(ctx context.Context) error {
	if l.journal.Up {
		if err := l.wreck(ctx); err != nil {
			return l.unfinished(err)
		}
	}
	if !l.journal.found && !l.inBackend && !isFile(l.file()) {
		return nil
	}
	if err := l.step(ctx, "remove the stack", l.removeStack); err != nil {
		return l.unfinished(err)
	}
	l.dirty = false
	return l.forget()
}

func (l *life) removeStack(ctx context.Context) error {
	var flags []string
	if !l.journal.Made {
		flags = append(flags, "--preserve-config")
	}
	if l.inBackend {
		if err := l.Pulumi.RemoveStack(ctx, l.Stack, flags...); err != nil {
			return err
		}
		l.inBackend = false
	}
	if l.journal.Made {
		return remove(l.file(), l.file()+".new")
	}
	return nil
}

// forget ends the journal: nothing is left to be done.
func (l *life) forget() error {
	return errors.Join(remove(l.saved(), l.saved()+".new"), l.journal.remove())
}

// unfinished says how to go on.
func (l *life) unfinished(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w\n%s goes on where this ended", err, l.command(l.next))
}

// command is a command line for people.
func (l *life) command(name string) string {
	line := "scripts/stack " + name + " " + l.Stack
	if l.Local {
		line += " --local"
	}
	if !l.journal.Made && !l.isTestStack() {
		line += " --any"
	}
	return line
}

// restore puts the saved file in place of one that the last run left unreadable.
func (l *life) restore() error {
	content, err := os.ReadFile(l.saved())
	if err != nil {
		return err
	}
	return writeFile(l.file(), content)
}
