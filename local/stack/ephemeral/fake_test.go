package ephemeral

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/cxbridge/cxbridge/local/stack/sweep"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// template is one that lacks nothing.
const template = `config:
  cxbridge:owner: the template's
  cxbridge:b2cservicePassword: secret
  cxbridge:registryPassword: secret
`

// things are what a stack has in the cloud.
var things = []string{"vault", "vcn", "gateway", "listener"}

// state is a backend's of one stack.
type state struct {
	things []string
	locked bool
}

// fake is the CLI, the backend and the cloud.
type fake struct {
	t   testing.TB
	dir string

	mu        sync.Mutex
	backend   map[string]*state
	cloud     map[string]bool // things as stack/thing
	given     map[string]string
	calls     []string
	protected []string
	tags      map[string]string // of every stack's resources
	outputs   map[string]target.Outputs
	fail      func(call string) error // a call's failure instead of its effect
	effect    func(call string) phase
}

// phase is how far a call comes before the process is killed.
type phase int

const (
	done   phase = iota // not killed
	before              // nothing was done
	half                // half of it
	after               // all of it
)

func (p phase) String() string { return []string{"not at all", "before", "half-way", "after"}[p] }

// killed is what a killed process panics with.
type killed struct{ call string }

func newFake(t testing.TB) *fake {
	f := &fake{t: t, dir: t.TempDir(), backend: map[string]*state{}, cloud: map[string]bool{}, given: map[string]string{}, outputs: map[string]target.Outputs{}}
	f.write("template", template)
	return f
}

func (f *fake) write(name, content string) {
	f.t.Helper()
	if err := os.WriteFile(filepath.Join(f.dir, name), []byte(content), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

// options are those of a stack that the fake makes. Nothing waits.
func (f *fake) options(stack string) Options {
	return Options{
		Stack: stack, Template: filepath.Join(f.dir, "template"), Foundation: "foundation", IfThere: true, Owner: "me", Lifetime: time.Hour, Local: true,
		Dir: filepath.Join(f.dir, "journals"), Pulumi: f, Inherit: func(*os.File) {},
		Check: func(target.Config) error { return nil },
		Smoke: func(ctx context.Context) error { return f.call(ctx, "smoke", func(phase) error { return nil }) },
		Sweep: func(ctx context.Context, _ target.Config, vault bool) ([]sweep.Resource, error) {
			return nil, f.sweep(ctx, stack, vault)
		},
		Out: f.t.Output(), Getenv: func(string) string { return "" }, Random: strings.NewReader(strings.Repeat("r", 64)),
		Now:    func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) },
		Pauses: func() backoff.BackOff { return &backoff.ZeroBackOff{} },
	}
}

// call is one call from outside, as far as it comes.
func (f *fake) call(ctx context.Context, name string, do func(phase) error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, name)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if f.fail != nil {
		if err := f.fail(name); err != nil {
			return err
		}
	}
	reach := done
	if f.effect != nil {
		reach = f.effect(name)
	}
	var err error
	if reach != before {
		err = do(reach)
	}
	if reach != done {
		panic(killed{name})
	}
	return err
}

func (f *fake) Give(ctx context.Context, input string, args ...string) error {
	f.mu.Lock()
	f.given[args[len(args)-1]] = input
	f.mu.Unlock()
	args[len(args)-1] += "=secret"
	return f.Run(ctx, args...)
}

func (f *fake) Run(ctx context.Context, args ...string) error {
	at := slices.Index(args, "-s") + 1
	if args[1] == "init" {
		at = 2
	}
	stack := args[at]
	return f.call(ctx, strings.Join(args, " "), func(reach phase) error {
		if args[1] != "init" && f.backend[stack] == nil {
			return fmt.Errorf("no stack named %s", stack)
		}
		if args[0] == "config" {
			return f.config(reach, stack, args[at+1:])
		}
		if _, err := f.settings(stack); err != nil && args[0] != "stack" && args[0] != "cancel" {
			return err
		}
		return f.run(reach, stack, args)
	})
}

func (f *fake) RemoveStack(ctx context.Context, stack string, flags ...string) error {
	return f.Run(ctx, append([]string{"stack", "rm", "-s", stack}, flags...)...)
}

func (f *fake) Stacks(context.Context) ([]string, error) {
	return slices.Collect(maps.Keys(f.backend)), nil
}

func (f *fake) Config(_ context.Context, stack string) (target.Config, error) {
	if f.backend[stack] == nil {
		return nil, fmt.Errorf("no stack named %s", stack)
	}
	return f.settings(stack)
}

func (f *fake) Outputs(_ context.Context, stack string) (target.Outputs, error) {
	return f.outputs[stack], nil
}

func (f *fake) State(context.Context, string) (target.State, error) {
	return target.State{Protected: f.protected, Tags: f.tags}, nil
}

func (f *fake) StackFile(stack string) string { return filepath.Join(f.dir, "Pulumi."+stack+".yaml") }

// mustBeClean looks for what is left of a stack anywhere.
func (f *fake) mustBeClean(stack string) {
	f.t.Helper()
	for name := range f.cloud {
		if strings.HasPrefix(name, stack+"/") {
			f.t.Errorf("%s is left in the cloud", name)
		}
	}
	if f.backend[stack] != nil {
		f.t.Errorf("the backend still has the stack")
	}
	if _, err := os.Stat(f.StackFile(stack)); err == nil {
		f.t.Errorf("the stack's file is left")
	}
	left, _ := filepath.Glob(filepath.Join(f.dir, "journals", stack, "*"))
	for _, path := range left {
		if name := filepath.Base(path); name != "lock" && name != "engine" {
			f.t.Errorf("%s is left", path)
		}
	}
}

func outputs(ids map[string]string) target.Outputs {
	all := target.Outputs{}
	for name, id := range ids {
		all[name], _ = json.Marshal(id)
	}
	return all
}
