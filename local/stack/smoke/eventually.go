package smoke

import (
	"context"
	"errors"
	"time"

	"github.com/cenkalti/backoff/v5"
)

const (
	// maxPause is the most that lies between two tries.
	maxPause = 10 * time.Second
	// tellEvery is how often somebody who waits is told.
	tellEvery = 5 * time.Second
)

// eventually tries until it works, until an error is final, or until the patience ends.
func (s *smoke) eventually(ctx context.Context, name string, try func(context.Context) error) error {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval, pauses.MaxInterval = s.pause, max(s.pause, maxPause)
	end, told := s.now().Add(s.Patience), s.now()
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		err := try(ctx)
		if errors.As(err, new(finalError)) {
			err = backoff.Permanent(err)
		}
		return struct{}{}, err
	},
		backoff.WithBackOff(pauses),
		backoff.WithMaxElapsedTime(s.Patience),
		backoff.WithNotify(func(err error, _ time.Duration) {
			if now := s.now(); now.Sub(told) >= tellEvery {
				s.waiting(name, err, end.Sub(now))
				told = now
			}
		}))
	return err
}

// finalError stays, however often it is tried.
type finalError struct{ error }

func (e finalError) Unwrap() error { return e.error }

// final makes an error one that is not tried again.
func final(err error) error { return finalError{err} }
