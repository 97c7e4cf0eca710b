package runner

import (
	"context"
	"slices"
	"time"
)

// warmAgain is how long a function that could not be started is left alone.
const warmAgain = 30 * time.Second

// Keep has n instances of f there always, besides those that calls need: they are started
// at once, and in the place of any that ends. It replaces what was said for f's former
// versions, whose idle instances end; 0 keeps none. Functions calls it provisioned
// concurrency.
func (r *Runner) Keep(f Function, n int) {
	p := r.pool(f.ID)
	r.mu.Lock()
	p.kept, p.keep, p.notBefore = f.withDefaults(), min(n, r.options.MaxInstances), time.Time{}
	p.idle = slices.DeleteFunc(p.idle, func(i *instance) bool {
		if i.current() {
			return false
		}
		i.kill()
		return true
	})
	r.mu.Unlock()
	r.warm(p)
}

// warm starts, beside its caller, what is missing of the instances to keep.
func (r *Runner) warm(p *pool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed || p.warming || !p.lacks(r.options.Clock()) {
		return
	}
	p.warming = true
	r.running.Go(func() {
		for r.warmOne(p) {
		}
	})
}

// missing is how many instances there are too few of.
func (p *pool) missing() int {
	missing := p.keep
	for _, i := range p.all {
		if i.current() {
			missing--
		}
	}
	return missing
}

// lacks says whether one is to be started now.
func (p *pool) lacks(now time.Time) bool { return p.missing() > 0 && !now.Before(p.notBefore) }

// current says whether an instance is one of those to keep. One that is broken is until its
// call returns, which ends it.
func (i *instance) current() bool {
	return i.alive() && !i.retired && i.function.equal(i.pool.kept)
}

// warmOne starts an instance, one at a time, and says whether to go on. With all slots
// taken there are calls enough to start some.
func (r *Runner) warmOne(p *pool) (more bool) {
	f, wanted := r.wanted(p)
	if !wanted {
		return false
	}
	i, err := r.start(context.Background(), p, f)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		<-p.slots
		if f.equal(p.kept) { // and nothing else is to be kept by now
			p.notBefore = r.options.Clock().Add(warmAgain)
		}
		return true
	}
	i.calls, i.retired = 0, !i.current() // what was to be kept may have changed meanwhile
	r.giveBack(i)
	return true
}

// wanted is the function to start, for which a slot is taken then.
func (r *Runner) wanted(p *pool) (Function, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed && p.lacks(r.options.Clock()) {
		select {
		case p.slots <- struct{}{}:
			return p.kept, true
		default:
		}
	}
	p.warming = false
	return Function{}, false
}
