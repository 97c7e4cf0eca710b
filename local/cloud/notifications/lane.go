package notifications

import "github.com/cxbridge/cxbridge/local/cloud/store"

// atOnce is how many messages one subscription gets at the same time: as many as a
// function has instances here, so that it is not throttled by its own messages.
const atOnce = 20

// lane is what waits for one subscription. Every subscription has its own, so that a
// slow function holds up nobody else.
type lane struct {
	waiting []*store.Delivery
	workers int
}

// enqueue delivers d as soon as its subscription has a worker for it.
func (p *Plane) enqueue(d *store.Delivery) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running.Err() != nil {
		return
	}
	delete(p.timers, d.Seq)
	l := p.lanes[d.Subscription]
	if l == nil {
		l = &lane{}
		p.lanes[d.Subscription] = l
	}
	l.waiting = append(l.waiting, d)
	if l.workers < atOnce {
		l.workers++
		p.working.Go(func() { p.work(d.Subscription, l) })
	}
}

func (p *Plane) work(subscription string, l *lane) {
	for d := p.next(subscription, l); d != nil; d = p.next(subscription, l) {
		p.attempt(d)
	}
}

// next is the oldest delivery that waits; nil ends the worker, and the last worker the lane.
func (p *Plane) next(subscription string, l *lane) *store.Delivery {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(l.waiting) == 0 || p.running.Err() != nil {
		if l.workers--; l.workers == 0 {
			delete(p.lanes, subscription)
		}
		return nil
	}
	d := l.waiting[0]
	l.waiting = l.waiting[1:]
	return d
}
