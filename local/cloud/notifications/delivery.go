package notifications

import (
	"context"
	"errors"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Resume goes on with the deliveries that were under way when the store was last closed.
func (p *Plane) Resume(ctx context.Context) error {
	return p.engine.Look(ctx, nil, func(op *resource.Op) error {
		deliveries, err := op.Deliveries()
		for _, d := range deliveries {
			p.wait(d, d.Due.Sub(op.Now))
		}
		return err
	})
}

// wait makes the next attempt after a while.
func (p *Plane) wait(d *store.Delivery, while time.Duration) {
	if while <= 0 {
		p.enqueue(d)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running.Err() == nil {
		p.timers[d.Seq] = p.Timer(while, func() { p.enqueue(d) })
	}
}

// attempt delivers once and says what becomes of the delivery.
func (p *Plane) attempt(d *store.Delivery) {
	subscription, topic, err := p.load(d)
	switch {
	case err != nil && p.running.Err() == nil:
		p.Log.Error("a message waits: its subscription cannot be read", "subscription", d.Subscription, "error", err)
		p.wait(d, time.Minute) // no attempt was made: none counts
		return
	case err == nil && topic == nil:
		p.forget(d) // the subscription was deleted, or its topic was
		return
	case err == nil:
		err = p.deliver(d, subscription, topic)
	}
	if err != nil && p.running.Err() != nil {
		return // given up, not failed
	}
	d.Attempts++
	if d.Attempts == 1 {
		p.emitOutcome(d, subscription, topic, err)
	}
	if err == nil {
		p.forget(d)
		return
	}
	p.retry(d, subscription, err)
}

// load reads where d goes; both are nil if that is gone.
func (p *Plane) load(d *store.Delivery) (subscription, topic *store.Resource, err error) {
	err = p.engine.Look(p.running, nil, func(op *resource.Op) error {
		if subscription, err = op.Load("onssubscription", d.Subscription); err != nil {
			return err
		}
		topic, err = op.Load("onstopic", subscription.Doc.String("topicId"))
		return err
	})
	var gone *api.Error
	if errors.As(err, &gone) {
		return nil, nil, nil
	}
	return subscription, topic, err
}

func (p *Plane) deliver(d *store.Delivery, subscription, topic *store.Resource) error {
	if subscription.Doc.String("protocol") == protocolFunction {
		return p.call(d, subscription, topic)
	}
	return p.engine.Store.Update(p.running, func(tx *store.Tx) error {
		return tx.AppendEmail(messageMail(p.engine, d, subscription), keptMails)
	})
}

// retry tries again later, or drops the message where that would be too late.
func (p *Plane) retry(d *store.Delivery, subscription *store.Resource, cause error) {
	now := p.engine.Clock().UTC()
	while := backoff(d.Attempts, p.Fidelity.DeliveryBackoffLongest)
	d.Due = now.Add(while)
	attributes := []any{"message", d.Message.String("id"), "endpoint", subscription.Doc.String("endpoint"), "attempts", d.Attempts, "error", cause}
	if d.Due.After(d.Published.Add(maxRetry(subscription.Doc))) {
		p.Log.Error("a message is dropped: its delivery failed until the end of its retry duration", attributes...)
		p.forget(d)
		return
	}
	p.Log.Warn("a message was not acknowledged and is delivered again", append(attributes, "at", d.Due)...)
	p.change("keeping a delivery", func(tx *store.Tx) error { return tx.PutDelivery(d) })
	p.wait(d, while)
}

// backoff is the wait after that many attempts: none, then 1, 2, 4 … minutes.
func backoff(attempts int, longest time.Duration) time.Duration {
	if attempts < 2 {
		return 0
	}
	while := time.Minute
	for range attempts - 2 {
		if while >= longest {
			break
		}
		while *= 2
	}
	return min(while, longest)
}

func (p *Plane) forget(d *store.Delivery) {
	p.change("forgetting a delivery", func(tx *store.Tx) error { return tx.DeleteDelivery(d.Seq) })
}

// change writes what a delivery has come to. A failure means that a message comes again
// after the next start, which it may anyway.
func (p *Plane) change(doing string, do func(*store.Tx) error) {
	if err := p.engine.Store.Update(context.Background(), do); err != nil {
		p.Log.Error(doing+" failed", "error", err)
	}
}
