package waittest

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Noon is when clocks begin: far ahead of the real time, so that no context with a deadline by such a clock ends while the test runs,
// however long the machine takes.
var Noon = time.Date(2100, 3, 14, 12, 0, 0, 0, time.UTC)

// Clock stands still but for those who sleep by it, whose pauses pass at once. It may be used concurrently.
type Clock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

// NewClock returns a clock at [Noon].
func NewClock() *Clock { return NewClockAt(Noon) }

// NewClockAt returns a clock at a time.
func NewClockAt(now time.Time) *Clock { return &Clock{now: now} }

// Now returns the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Sleep lets a pause pass, unless the context has ended.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.slept = append(c.slept, d)
	c.now = c.now.Add(d)
	return ctx.Err()
}

// Pass lets time pass.
func (c *Clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Slept returns the pauses that were slept, in order.
func (c *Clock) Slept() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.slept)
}
