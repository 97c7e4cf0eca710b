package ephemeral

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/cxbridge/cxbridge/local/stack/smoke"
	"github.com/cxbridge/cxbridge/local/stack/sweep"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// On are the options with the means of a place to do it all. Steps are told to out.
func (o Options) On(place *target.Target, out io.Writer) Options {
	if o.Template == "" {
		o.Template = place.StackFile("test") + ".template"
		if place.Local {
			o.Template = place.StackFile("local")
		}
	}
	o.Local, o.Dir = place.Local, filepath.Join(place.Checkout.Home, "stacks")
	o.Pulumi, o.Inherit = place, func(file *os.File) { place.Inherit = file }
	o.Check = func(config target.Config) error {
		_, err := place.Settings(o.Stack, config)
		return err
	}
	o.Smoke = func(ctx context.Context) error {
		return smoke.Run(ctx, smoke.Options{Target: place, Stack: o.Stack, Out: out})
	}
	o.Sweep = func(ctx context.Context, config target.Config, vault bool) ([]sweep.Resource, error) {
		owner := config.Text("owner")
		if owner == "" {
			return nil, errors.New("the stack's file names no owner, by whom to know what is the stack's")
		}
		return sweep.Run(ctx, sweep.Options{
			Target: place, Config: config, Match: sweep.Stack(target.Project, o.Stack, owner), SpareVaults: !vault, Log: place.Log,
		})
	}
	o.Out, o.Getenv, o.Random, o.Now = out, os.Getenv, rand.Reader, time.Now
	return o
}
