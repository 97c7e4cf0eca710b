package wait_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/wait"
)

func TestFor(t *testing.T) {
	now := time.Now()
	var slept time.Duration
	waiter := wait.Waiter{
		Clock: func() time.Time { return now },
		Sleep: func(_ context.Context, d time.Duration) error { slept += d; return nil },
	}
	ctx, cancel := context.WithDeadline(t.Context(), now.Add(time.Minute))
	defer cancel()
	if err := waiter.For(ctx, time.Minute); err != nil || slept != time.Minute {
		t.Errorf("waiting until the deadline: %v after %v", err, slept)
	}
	if err := waiter.For(ctx, time.Minute+1); !errors.Is(err, context.DeadlineExceeded) || slept != time.Minute {
		t.Errorf("waiting beyond the deadline: %v after %v", err, slept)
	}
}

func TestSleep(t *testing.T) {
	if err := wait.Sleep(t.Context(), time.Microsecond); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := wait.Sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
}
