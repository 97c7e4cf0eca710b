package waittest

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Clock stands still but for those who sleep by it, whose pauses pass at once. It is far ahead of the real time, so that no context
// with a deadline by this clock ends while the test runs, however long the machine takes. It may be used concurrently.
type Clock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

// NewClock returns a clock that is a day ahead.
func NewClock() *Clock { return &Clock{now: time.Now().Add(24 * time.Hour)} }

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
