package runner

import (
	"context"
	"net/http"
	"slices"
	"time"
)

// pool is the instances of one function. A call holds a slot while it has an
// instance; idle instances hold none, and one is only started when none is
// idle, so there are never more instances than slots.
type pool struct {
	slots chan struct{}
	all   []*instance // oldest first
	idle  []*instance // used last at the end

	kept      Function // of which keep instances are always there
	keep      int
	warming   bool      // some of them are being started
	notBefore time.Time // which is not tried again until then
}

func (r *Runner) pool(functionID string) *pool {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.pools[functionID]
	if p == nil {
		p = &pool{slots: make(chan struct{}, r.options.MaxInstances)}
		r.pools[functionID] = p
	}
	return p
}

// acquire gives an instance that is the caller's until release.
func (r *Runner) acquire(ctx context.Context, f Function, fresh bool) (*instance, error) {
	p := r.pool(f.ID)
	if err := p.enter(ctx, r.options.Fidelity.FunctionQueuePeriod); err != nil {
		return nil, err
	}
	if i := r.takeIdle(p, f, fresh); i != nil {
		return i, nil
	}
	i, err := r.start(ctx, p, f)
	if err != nil {
		<-p.slots
		return nil, err
	}
	return i, nil
}

// enter takes a slot, waiting for one no longer than patience.
func (p *pool) enter(ctx context.Context, patience time.Duration) error {
	select {
	case p.slots <- struct{}{}:
		return nil
	default:
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return failure(http.StatusTooManyRequests, "TooManyRequests",
			"all %d instances of the function are busy", cap(p.slots))
	}
}

// takeIdle stops idle instances that a fresh one is to replace: all of them
// when the function has changed or one was found dead.
func (r *Runner) takeIdle(p *pool, f Function, fresh bool) *instance {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(p.idle) > 0 {
		i := p.idle[len(p.idle)-1]
		p.idle = p.idle[:len(p.idle)-1]
		if !fresh && i.alive() && i.function.equal(f) {
			i.busy = true
			i.calls++
			return i
		}
		i.kill()
	}
	return nil
}

// add books a started instance as busy, unless the Runner is closed.
func (r *Runner) add(p *pool, i *instance) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return false
	}
	i.busy, i.calls = true, 1
	p.all = append(p.all, i)
	return true
}

// release gives the instance back, or ends it.
func (r *Runner) release(i *instance) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.giveBack(i)
}

func (r *Runner) giveBack(i *instance) {
	i.busy = false
	i.idleSince = r.options.Clock()
	if i.retired || i.broken || !i.alive() {
		i.kill()
	} else {
		i.pool.idle = append(i.pool.idle, i)
	}
	<-i.pool.slots
}

// forget drops an instance whose process has ended.
func (r *Runner) forget(i *instance) {
	r.mu.Lock()
	defer r.mu.Unlock()
	same := func(other *instance) bool { return other == i }
	i.pool.all = slices.DeleteFunc(i.pool.all, same)
	i.pool.idle = slices.DeleteFunc(i.pool.idle, same)
}

func (p *pool) retire() {
	for _, i := range p.all {
		i.retired = true
	}
	for _, i := range p.idle {
		i.kill()
	}
	p.idle, p.kept, p.keep = nil, Function{}, 0
}

// sweep stops what has been idle for too long, but what is to be kept, and starts what
// is missing of that.
func (r *Runner) sweep() {
	for _, p := range r.expire() {
		r.warm(p)
	}
}

func (r *Runner) expire() (pools []*pool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.options.Clock()
	for _, p := range r.pools {
		pools = append(pools, p)
		spare := -p.missing()
		p.idle = slices.DeleteFunc(p.idle, func(i *instance) bool {
			if now.Sub(i.idleSince) < r.options.IdleAfter {
				return false
			}
			if i.current() {
				spare--
				if spare < 0 {
					return false
				}
			}
			i.kill()
			return true
		})
	}
	return pools
}
