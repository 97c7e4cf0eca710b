package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"os/user"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/stack/ephemeral"
	"github.com/cxbridge/cxbridge/local/stack/smoke"
	"github.com/cxbridge/cxbridge/local/stack/sweep"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

func newEphemeral() *cobra.Command {
	var flags testStackFlags
	cmd := &cobra.Command{
		Use:   "ephemeral <name>",
		Short: "Make a stack, try it, and throw it away",
		Long: `Makes a stack from a template, brings it up, tries every flow from outside, destroys it and
removes it: after a failure or an interrupt, too. Each step is written down before it begins,
so that whoever runs this again after a crash has what was left cleared away first. Stacks of
other names can be made at the same time.

The template's placeholders have to be filled in. Secrets that it lacks come from variables
of the environment: B2C_SERVICE_PASSWORD, REGISTRY_AUTH_TOKEN, CXIF_PASSWORD or
CXIF_CLIENT_SECRET, EVENTS_CLIENT_SECRET, EVENTS_PASSWORD. The webhook secret is a new one.`,
		Example: `  scripts/stack ephemeral try --local
  scripts/stack ephemeral try --template stacks/Pulumi.test.yaml --expires 4h`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cleanup, stop := untilSecondInterrupt()
			defer stop()
			o, err := flags.options(cmd, args[0])
			if err != nil {
				return err
			}
			return ephemeral.Run(cmd.Context(), cleanup, o)
		},
	}
	flags.add(cmd)
	cmd.Flags().BoolVar(&flags.keep, "keep", false, "leave the stack standing")
	return cmd
}

// untilSecondInterrupt is a context that outlives the first interrupt, which ends the
// command's own: the clean-up's.
func untilSecondInterrupt() (context.Context, func()) {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		for range 2 {
			select {
			case <-signals:
			case <-ctx.Done():
				return
			}
		}
		cancel()
	}()
	return ctx, func() { signal.Stop(signals); cancel() }
}

// testStackFlags are those of the commands about test stacks.
type testStackFlags struct {
	template, foundation, owner string
	expires                     time.Duration
	keep, any                   bool
}

func (f *testStackFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.template, "template", "", "`file` that the stack's is made of (stacks/Pulumi.test.yaml.template; with --local, stacks/Pulumi.local.yaml)")
	cmd.Flags().StringVar(&f.foundation, "foundation", "foundation", "the `stack` whose vault and key are used, if there is one of that name")
	cmd.Flags().StringVar(&f.owner, "owner", "", "whose stack it is, in its tags (who runs this)")
	cmd.Flags().DurationVar(&f.expires, "expires", 24*time.Hour, "`how long` nobody else may throw it away, in its tags")
}

// options are those of a test stack, with the means to make it.
func (f *testStackFlags) options(cmd *cobra.Command, stack string) (ephemeral.Options, error) {
	if f.expires <= 0 {
		return ephemeral.Options{}, fmt.Errorf("--expires %s: a stack needs some time", f.expires)
	}
	if f.owner == "" {
		me, err := user.Current()
		if err != nil {
			return ephemeral.Options{}, fmt.Errorf("who runs this is not known: %w: give --owner", err)
		}
		f.owner = me.Username
	}
	place, err := open(cmd, stack)
	if err != nil {
		return ephemeral.Options{}, err
	}
	template := "Pulumi.test.yaml.template"
	if place.Local {
		template = "Pulumi.local.yaml"
	}
	out := cmd.OutOrStdout()
	return ephemeral.Options{
		Stack: stack, Foundation: f.foundation, Owner: f.owner, Lifetime: f.expires, Keep: f.keep, Any: f.any, Local: place.Local,
		Template: cmp.Or(f.template, filepath.Join(place.Checkout.Root, "stacks", template)),
		Dir:      filepath.Join(place.Checkout.Home, "stacks"),
		Pulumi:   place, Inherit: func(file *os.File) { place.Inherit = file },
		Smoke: func(ctx context.Context) error {
			return smoke.Run(ctx, smoke.Options{Target: place, Stack: stack, Out: out})
		},
		Sweep: sweeping(place, stack, sweep.Run), Unregister: sweeping(place, stack, sweep.Unregister),
		Out: out, Getenv: os.Getenv, Random: rand.Reader, Now: time.Now,
	}, nil
}

// project is Pulumi.yaml's name, which is part of all names and tags.
const project = "cxbridge"

// sweeping has sweep look for what a stack has.
func sweeping(place *target.Target, stack string, run func(context.Context, sweep.Options) ([]sweep.Resource, error)) ephemeral.Clean {
	return func(ctx context.Context, config target.Config) ([]sweep.Resource, error) {
		owner := config.Text("owner")
		if owner == "" {
			return nil, errors.New("the stack's file names no owner, by whom to know what is the stack's")
		}
		return run(ctx, sweep.Options{
			Target: place, Config: config, Match: sweep.Stack(project, stack, owner), Log: place.Log,
		})
	}
}
