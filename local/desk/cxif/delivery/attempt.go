package delivery

import (
	"net/http"
	"time"
)

// attempt makes one attempt and notes what came of it.
func (d *Dispatcher) attempt(id string) (Delivery, error) {
	if !d.begin() {
		return Delivery{}, errClosed
	}
	defer d.end()
	e, err := d.get(id)
	if err != nil {
		return Delivery{}, err
	}
	result := d.try(e)
	if d.ctx.Err() != nil {
		return e.Delivery, errClosed // it waits on
	}
	e, err = d.change(id, func(e *entry) { d.settle(e, result) })
	if err != nil {
		return Delivery{}, err
	}
	d.schedule(e)
	return e.Delivery, nil
}

// result is what came of an attempt.
type result struct {
	url    string
	status int    // 0: no answer
	fault  string // empty: delivered
	final  bool   // another attempt would be the same
}

// settle notes the result of an attempt. Attempts can overlap: what a late one was
// told does not undo that another one has delivered.
func (d *Dispatcher) settle(e *entry, r result) {
	now := d.o.Clock().UTC()
	e.Attempts++
	if r.fault != "" && e.Outcome == Delivered {
		return
	}
	e.Left--
	e.Attempted, e.Status, e.Error = now, r.status, r.fault
	if r.url != "" {
		e.URL = r.url
	}
	switch {
	case r.fault == "":
		e.Outcome = Delivered
	case r.final || e.Left <= 0:
		e.Outcome = Failed
	default:
		e.Outcome = Waiting
		e.Due = now.Add(d.pause(e.Left))
	}
}

// pause is the time until the next attempt when so many are left: the first is the
// configured one, and each further one is twice as long, up to an hour.
func (d *Dispatcher) pause(left int) time.Duration {
	pause := time.Duration(d.o.Fidelity.DeliveryBackoffMS) * time.Millisecond
	for made := d.o.Fidelity.DeliveryAttempts - left; made > 1 && pause < longestPause; made-- {
		pause *= 2
	}
	return min(pause, longestPause)
}

const longestPause = time.Hour

// again tells whether a listener that answers so is asked again.
func (d *Dispatcher) again(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return status/100 != 4 || d.o.Fidelity.RetryRefused
}

// schedule plans the next attempt of a delivery that waits.
func (d *Dispatcher) schedule(e *entry) {
	if e.Outcome != Waiting {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return
	}
	if stop := d.timers[e.ID]; stop != nil {
		stop()
	}
	d.timers[e.ID] = d.o.Timer(max(0, e.Due.Sub(d.o.Clock())), func() { d.retry(e.ID) })
}

// unschedule forgets the planned attempt of a delivery.
func (d *Dispatcher) unschedule(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if stop := d.timers[id]; stop != nil {
		stop()
		delete(d.timers, id)
	}
}

// retry makes a planned attempt, unless what it is for has come about meanwhile.
func (d *Dispatcher) retry(id string) {
	d.unschedule(id)
	e, err := d.get(id)
	if err == nil && e.Outcome == Waiting {
		_, err = d.attempt(id)
	}
	if err != nil && d.ctx.Err() == nil {
		d.o.Logger.Error("the delivery of an event failed", "delivery", id, "error", err)
	}
}
