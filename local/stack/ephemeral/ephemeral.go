package ephemeral

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/cxbridge/cxbridge/local/stack/sweep"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// Pulumi is the CLI, turned to where the stack lives: a target.Target.
type Pulumi interface {
	Run(ctx context.Context, args ...string) error
	Give(ctx context.Context, input string, args ...string) error // Run with a text on standard input
	RemoveStack(ctx context.Context, stack string, flags ...string) error
	Stacks(ctx context.Context) ([]string, error)
	Config(ctx context.Context, stack string) (target.Config, error)
	Outputs(ctx context.Context, stack string) (target.Outputs, error)
	State(ctx context.Context, stack string) (target.State, error)
	StackFile(stack string) string
}

// Options say what stack is made, of what and for how long, and by what means.
type Options struct {
	Stack      string
	Template   string        // path of the file that the stack's is made of
	Foundation string        // the stack whose vault and key are used; empty: it has its own
	IfThere    bool          // a Foundation that is not there is none, and no mistake
	Owner      string        // whose it is
	Lifetime   time.Duration // when it expires, from now on
	Keep       bool          // Run leaves the stack standing
	Any        bool          // Recreate and Remove take stacks that were not made here
	Local      bool          // on the local cloud

	Dir     string // where journals are kept, such as .cxbridge/stacks
	Pulumi  Pulumi
	Inherit func(*os.File)                  // is told the file that the engine's processes have to have open
	Check   func(target.Config) error       // tells what is wrong with the stack's settings
	Smoke   func(ctx context.Context) error // tries the stack from outside
	// Sweep deletes what the stack has in the cloud, by its settings, with its vault or without,
	// and returns what is left of that.
	Sweep func(ctx context.Context, config target.Config, vault bool) ([]sweep.Resource, error)

	Out    io.Writer // numbered steps; from another goroutine, what an interrupt does
	Getenv func(string) string
	Random io.Reader // of secrets: crypto/rand's
	Now    func() time.Time
	Pauses func() backoff.BackOff // between attempts to destroy; nil: five seconds, growing
}

// Run makes a stack, brings it up, tries it and throws it away: after a failure, too,
// and when ctx ends. Then the clean-up goes on until cleanup ends as well; whoever calls
// again finishes it.
func Run(ctx, cleanup context.Context, o Options) error {
	return with(ctx, o, "remove", func(l *life) error {
		if err := l.mayMake(ctx); err != nil {
			return err
		}
		if l.journal.found || l.journal.Made {
			fmt.Fprintf(o.Out, "What an earlier run left of %s is cleared away first.\n", o.Stack)
			if err := l.clear(ctx, cleanup); err != nil {
				return err
			}
		}
		err := l.live(ctx)
		if o.Keep {
			return l.stand(err)
		}
		if ctx.Err() != nil {
			err = errors.New("interrupted")
		}
		return errors.Join(err, l.clear(ctx, cleanup))
	})
}

// Recreate destroys a stack, if it is there, brings it up again at once with the settings
// that it has, and tries it. If there is none, it is made. The stack stays.
func Recreate(ctx context.Context, o Options) error {
	return with(ctx, o, "recreate", func(l *life) error {
		if err := l.mayTake(); err != nil {
			return err
		}
		switch {
		case l.journal.Up:
			if err := l.wreck(ctx); err != nil {
				return l.unfinished(err)
			}
			l.journal.Up = true // whoever goes on keeps the settings
		case l.journal.found || !isFile(l.file()):
			if err := l.end(ctx); err != nil {
				return err
			}
			return l.stand(l.live(ctx))
		}
		return l.stand(l.again(ctx))
	})
}

// Remove throws a stack away, with all that is left of it.
func Remove(ctx context.Context, o Options) error {
	return with(ctx, o, "remove", func(l *life) error {
		if err := l.mayTake(); err != nil {
			return err
		}
		if !l.journal.found && !l.inBackend && !isFile(l.file()) {
			return fmt.Errorf("there is no stack %s", o.Stack)
		}
		return l.end(ctx)
	})
}

// with does something with a stack that nobody else works on. next is the command that
// goes on where it ends.
func with(ctx context.Context, o Options, next string, do func(*life) error) (err error) {
	if !stackName.MatchString(o.Stack) {
		return fmt.Errorf("%q is no name for a stack: up to 30 small letters, digits and hyphens, beginning with a letter and not ending with a hyphen", o.Stack)
	}
	p, err := enter(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.leave()) }()
	l, err := look(ctx, o, p)
	if err != nil {
		return err
	}
	if err := l.checkFoundation(); err != nil {
		return err
	}
	l.next = next
	return do(l)
}
