package waittest

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Patience is that of a caller who waits for answers. It lasts until the test ends it. Its zero value is ready for use, also
// concurrently.
type Patience struct {
	mu      sync.Mutex
	asked   []time.Duration
	running map[int]context.CancelCauseFunc // by the place in asked
}

// WithTimeout takes the place of [context.WithTimeout].
func (p *Patience) WithTimeout(parent context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(parent)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running == nil {
		p.running = map[int]context.CancelCauseFunc{}
	}
	number := len(p.asked)
	p.asked = append(p.asked, timeout)
	p.running[number] = cancel
	return ctx, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.running, number)
		cancel(context.Canceled)
	}
}

// End lets the time be over of everything that is waited for, as if its deadline were exceeded.
func (p *Patience) End() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, cancel := range p.running {
		cancel(context.DeadlineExceeded)
	}
}

// Asked returns the timeouts that were asked for, in order.
func (p *Patience) Asked() []time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.asked)
}
