package desk_test

import (
	"slices"
	"sync"
	"time"

	"github.com/cxbridge/cxbridge/local/desk"
)

// handClock is a clock that is moved by hand, with timers that then go off.
type handClock struct {
	mu     sync.Mutex
	now    time.Time
	timers []*handTimer
}

type handTimer struct {
	due time.Time
	run func()
}

// byHand gives a desk such a clock.
func byHand(o desk.Options) (desk.Options, *handClock) {
	clock := &handClock{now: noon()}
	o.Clock, o.Timer = clock.Now, clock.After
	return o, clock
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) After(d time.Duration, run func()) (stop func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	timer := &handTimer{c.now.Add(d), run}
	c.timers = append(c.timers, timer)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.timers = slices.DeleteFunc(c.timers, func(t *handTimer) bool { return t == timer })
	}
}

// forward moves the clock and returns when what was due until then has run.
func (c *handClock) forward(d time.Duration) {
	c.mu.Lock()
	c.now = c.now.Add(d)
	c.mu.Unlock()
	for due := c.take(); due != nil; due = c.take() {
		due.run()
	}
}

func (c *handClock) take() *handTimer {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := slices.IndexFunc(c.timers, func(t *handTimer) bool { return !t.due.After(c.now) })
	if at < 0 {
		return nil
	}
	timer := c.timers[at]
	c.timers = slices.Delete(c.timers, at, at+1)
	return timer
}

// waiting is how many timers have not gone off.
func (c *handClock) waiting() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.timers)
}
