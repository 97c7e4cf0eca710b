package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"os/user"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/stack/ephemeral"
)

func newEphemeral() *cobra.Command {
	var flags testStackFlags
	cmd := &cobra.Command{
		Use:   "ephemeral <name>",
		Short: "Make a stack, try it, and throw it away",
		Long: `Makes a stack from a template, brings it up, tries every flow from outside, destroys it and
removes it: after a failure or an interrupt, too. Each step is written down before it begins,
so that whoever runs this again after a crash has what was left cleared away first; on another
machine, once it has expired. Stacks of other names can be made at the same time.

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
	flags.addMaking(cmd)
	cmd.Flags().BoolVar(&flags.keep, "keep", false, "leave the stack standing")
	return cmd
}

// untilSecondInterrupt is a context that outlives the first interrupt, which ends the
// command's own: the clean-up's.
func untilSecondInterrupt() (context.Context, func()) {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	ctx, cancel := untilSecond(signals)
	return ctx, func() { signal.Stop(signals); cancel() }
}

func untilSecond(signals <-chan os.Signal) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		defer cancel()
		for range 2 {
			select {
			case <-signals:
			case <-ctx.Done():
				return
			}
		}
	}()
	return ctx, cancel
}

const foundationFlag = "foundation"

// testStackFlags are those of the commands about test stacks.
type testStackFlags struct {
	template, foundation, owner string
	expires                     time.Duration
	keep, any                   bool
}

// add adds the flags by which a stack is known, whose file may have been lost.
func (f *testStackFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.template, "template", "", "`file` that the stack's is made of (stacks/Pulumi.test.yaml.template; with --local, stacks/Pulumi.local.yaml)")
	cmd.Flags().StringVar(&f.owner, "owner", "", "whose stack it is, in its tags (who runs this)")
}

// addMaking adds the flags that only a stack that is made has a use for.
func (f *testStackFlags) addMaking(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.foundation, foundationFlag, "foundation", "the `stack` whose vault and key are used; one that you name has to be there; empty for a vault of its own")
	cmd.Flags().DurationVar(&f.expires, "expires", 24*time.Hour, "`how long` nobody else may throw it away, in its tags")
}

// addAny adds the flag that takes stacks which were not made for a test.
func (f *testStackFlags) addAny(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.any, "any", false, "also a stack that was not made for a test; one with protected resources never")
}

// options are those of a test stack, with the means to make it.
func (f *testStackFlags) options(cmd *cobra.Command, stack string) (ephemeral.Options, error) {
	if cmd.Flags().Changed("expires") && f.expires <= 0 {
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
	return ephemeral.Options{
		Stack: stack, Template: f.template, Foundation: f.foundation, IfThere: !cmd.Flags().Changed(foundationFlag),
		Owner: f.owner, Lifetime: f.expires, Keep: f.keep, Any: f.any,
	}.On(place, cmd.OutOrStdout()), nil
}
