// Package wait is for the pauses between the tries of a call.
package wait

import (
	"context"
	"time"
)

// Sleep waits for d, or until the context ends, whose error it then returns.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Waiter waits by a clock and a way to sleep, so that tests need not. Both are required.
type Waiter struct {
	Clock func() time.Time
	Sleep func(context.Context, time.Duration) error
}

// For waits for d, unless the context's deadline comes first: then it fails at once, so that the caller still has the time
// to answer.
func (w Waiter) For(ctx context.Context, d time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && w.Clock().Add(d).After(deadline) {
		return context.DeadlineExceeded
	}
	return w.Sleep(ctx, d)
}
