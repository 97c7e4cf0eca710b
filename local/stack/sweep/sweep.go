package sweep

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/oracle/oci-go-sdk/v65/common"

	"github.com/cxbridge/cxbridge/local/stack/target"
)

// Target is the cloud: a target.Target.
type Target interface {
	Credentials(target.Config) (common.ConfigurationProvider, error)
	Point(client *common.BaseClient, name string)
	HTTP() (*http.Client, error)
}

// Options say what is looked for, and where.
type Options struct {
	Target Target
	Config target.Config // of the stack, or of one in the same compartment and with the same application: where and as whom
	Match  Match
	Log    io.Writer // a line for each deletion

	// SpareVaults leaves vaults: an engine that is to destroy the stack could not reach their
	// keys any more. They are in nobody's way.
	SpareVaults bool

	// Patience is how long is waited for what is being deleted, in all; 0 is 20 minutes, of
	// which OCI takes most for subnets that functions have left.
	Patience time.Duration
	Pauses   func() backoff.BackOff // between looks; nil: a fifth of a second, growing to 15 s
}

const (
	defaultPatience = 20 * time.Minute
	shortestPause   = 200 * time.Millisecond
	longestPause    = 15 * time.Second
	callTimeout     = 30 * time.Second // of one call of the CX Industries application
)

// Run deletes what matches. What is still there in the end is left; err tells of places
// that could not be looked at. Where registrations stay, everything does: they are known
// by the addresses of what would go.
func Run(ctx context.Context, o Options) (left []Resource, err error) {
	s := sweeper{match: o.Match, log: o.Log, pauses: o.Pauses, until: time.Now().Add(cmp.Or(o.Patience, defaultPatience))}
	if s.pauses == nil {
		s.pauses = pauses
	}
	w, err := newWorld(ctx, o)
	if err != nil {
		return nil, err
	}
	left, err = s.stage(ctx, []kind{w.registrations()})
	if err != nil || len(left) > 0 {
		return left, err
	}
	var errs []error
	stages := w.stages()
	if !o.SpareVaults {
		stages = append(stages, []kind{w.vaults()})
	}
	for _, stage := range stages {
		remains, err := s.stage(ctx, stage)
		left, errs = append(left, remains...), append(errs, err)
	}
	return left, errors.Join(errs...)
}

func pauses() backoff.BackOff {
	growing := backoff.NewExponentialBackOff()
	growing.InitialInterval, growing.MaxInterval = shortestPause, longestPause
	return growing
}

// sweeper is one run.
type sweeper struct {
	match  Match
	log    io.Writer
	pauses func() backoff.BackOff
	until  time.Time
}

// stage deletes the resources of some kinds, and returns when they are gone. Once the
// patience is at an end, it is tried once. What cannot be listed is not waited for: its
// client has tried several times already.
func (s *sweeper) stage(ctx context.Context, kinds []kind) (left []Resource, err error) {
	asked := map[string]bool{}
	_, again := backoff.Retry(ctx, func() (struct{}, error) {
		left, err = s.round(ctx, kinds, asked)
		switch {
		case len(left) == 0:
			return struct{}{}, nil
		case time.Now().After(s.until):
			return struct{}{}, backoff.Permanent(errors.New("the time is over"))
		}
		return struct{}{}, errors.New("there is something left")
	}, backoff.WithBackOff(s.pauses()), backoff.WithMaxElapsedTime(max(time.Until(s.until), time.Nanosecond)))
	if again != nil && ctx.Err() != nil {
		err = errors.Join(err, ctx.Err())
	}
	return left, err
}

// round looks at the kinds once, deletes what it finds, and returns what it found that
// is not gone yet. asked holds what was said to be deleted before.
func (s *sweeper) round(ctx context.Context, kinds []kind, asked map[string]bool) (left []Resource, err error) {
	var errs []error
	for _, k := range kinds {
		found, err := k.list(ctx)
		if err != nil {
			errs = append(errs, fmt.Errorf("listing each %s: %w", k.name, target.Brief(err)))
			continue
		}
		for _, r := range found {
			if r.Kind = k.name; r.gone() || !s.match(r.tags) {
				continue
			}
			if !r.going() {
				s.remove(ctx, k, &r, asked)
			}
			left = append(left, r)
		}
	}
	return left, errors.Join(errs...)
}

func (s *sweeper) remove(ctx context.Context, k kind, r *Resource, asked map[string]bool) {
	if !asked[r.ID] {
		asked[r.ID] = true
		fmt.Fprintf(s.log, "sweep: deleting %s %s (%s)\n", r.Kind, r.Name, r.ID)
	}
	if err := k.remove(ctx, *r); err != nil {
		r.Problem = target.Brief(err).Error() // a 404, too: whoever may not delete a thing is told that there is none
	}
}
