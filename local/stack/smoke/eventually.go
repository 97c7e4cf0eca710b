package smoke

import (
	"context"
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
func (s *smoke) eventually(ctx context.Context, name string, try func(context.Context) (string, error)) (string, error) {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval, pauses.MaxInterval = s.pause, max(s.pause, maxPause)
	end, told := s.now().Add(s.Patience), s.now()
	return backoff.Retry(ctx, func() (string, error) { return try(ctx) },
		backoff.WithBackOff(pauses),
		backoff.WithMaxElapsedTime(s.Patience),
		backoff.WithNotify(func(err error, _ time.Duration) {
			if now := s.now(); now.Sub(told) >= tellEvery {
				s.waiting(name, err, end.Sub(now))
				told = now
			}
		}))
}

// final is an error that stays, however often it is tried.
func final(err error) error { return backoff.Permanent(err) }
