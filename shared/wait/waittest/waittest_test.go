package waittest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/wait/waittest"
	"github.com/google/go-cmp/cmp"
)

func TestPatience(t *testing.T) {
	var p waittest.Patience
	given, cancel := p.WithTimeout(t.Context(), time.Nanosecond)
	cancel()
	if cause := context.Cause(given); !errors.Is(cause, context.Canceled) {
		t.Errorf("what was given up ended with %v", cause)
	}
	waiting, cancel := p.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := waiting.Err(); err != nil {
		t.Errorf("it ended by itself: %v", err)
	}
	p.End()
	if cause := context.Cause(waiting); waiting.Err() == nil || !errors.Is(cause, context.DeadlineExceeded) {
		t.Errorf("what was waited for ended with %v", cause)
	}
	if diff := cmp.Diff([]time.Duration{time.Nanosecond, time.Minute}, p.Asked()); diff != "" {
		t.Errorf("asked for (-want +got): %s", diff)
	}
}

func TestClock(t *testing.T) {
	clock := waittest.NewClock()
	begin := clock.Now()
	ctx, cancel := context.WithDeadline(t.Context(), begin)
	if err := clock.Sleep(ctx, time.Hour); err != nil {
		t.Errorf("the context ended by the real time: %v", err)
	}
	cancel()
	if err := clock.Sleep(ctx, time.Minute); !errors.Is(err, context.Canceled) {
		t.Errorf("sleeping after the end: %v", err)
	}
	clock.Pass(time.Second)
	if passed := clock.Now().Sub(begin); passed != time.Hour+time.Minute+time.Second {
		t.Errorf("%v passed", passed)
	}
	if diff := cmp.Diff([]time.Duration{time.Hour, time.Minute}, clock.Slept()); diff != "" {
		t.Errorf("slept (-want +got): %s", diff)
	}
}
