package monitoring

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Tick evaluates every minute that is due and was not evaluated yet, of each alarm, and
// publishes what comes of it.
//
// What is to be published is stored together with the alarms' states first, so that a
// message is neither lost nor made twice when the cloud stops in between. Only one that
// was under way at that very moment may go out again: OCI delivers at least once, too.
func (p *Plane) Tick(ctx context.Context) error {
	p.ticking.Lock()
	defer p.ticking.Unlock()
	if err := p.refresh(ctx); err != nil {
		return fmt.Errorf("reading alarms: %w", err)
	}
	now := p.now()
	p.series.Forget(now)
	var moved []*watch
	for _, w := range p.watched {
		ahead := *w
		if p.evaluate(&ahead, now) {
			moved = append(moved, &ahead)
		}
	}
	if err := p.keep(ctx, moved); err != nil {
		return fmt.Errorf("keeping the states of alarms: %w", err)
	}
	for _, w := range moved {
		w.changes = nil
		p.watched[w.id] = w
	}
	return p.publish(ctx)
}

// refresh learns which alarms there are, if anything has changed.
func (p *Plane) refresh(ctx context.Context) error {
	generation := p.engine.Store.Generation()
	if p.watched != nil && generation == p.generation {
		return nil
	}
	watched := map[string]*watch{}
	err := p.engine.Look(ctx, nil, func(op *resource.Op) error {
		alarms, err := op.Find(store.Query{Kind: kind})
		for _, r := range alarms {
			w, err := p.look(op, r)
			if err != nil { // of an older version of this cloud, perhaps; the others go on
				p.Log.Error("an alarm is not evaluated: create it anew", "error", err)
				continue
			}
			watched[r.ID] = w
		}
		return err
	})
	if err == nil {
		p.watched, p.generation = watched, generation
	}
	return err
}

// look is an alarm as it is defined now, evaluated as far as it was before.
func (p *Plane) look(op *resource.Op, r *store.Resource) (*watch, error) {
	d, err := p.define(r)
	if err != nil {
		return nil, err
	}
	w := &watch{definition: d, evaluated: d.created.Truncate(time.Minute)}
	if known := p.watched[r.ID]; known != nil {
		w.evaluated, w.state, w.outbox = known.evaluated, known.state, known.outbox
		return w, nil
	}
	state, err := op.AlarmState(r.ID)
	if errors.Is(err, store.ErrNotFound) {
		return w, nil
	}
	if err != nil {
		return nil, err
	}
	return w, p.decode(w, state)
}

func (p *Plane) keep(ctx context.Context, list []*watch) error {
	if len(list) == 0 {
		return nil
	}
	return p.engine.Store.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		for _, w := range list {
			state, err := p.encode(w)
			if err != nil {
				return err
			}
			if err := errors.Join(tx.PutAlarmState(w.id, state), tx.AppendAlarmHistory(w.changes)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Run calls Tick at the end of each of Monitoring's minutes, until ctx ends.
func (p *Plane) Run(ctx context.Context) {
	for {
		now := p.now()
		next := time.NewTimer(p.scale.real(now.Truncate(time.Minute).Add(time.Minute).Sub(now)))
		select {
		case <-ctx.Done():
			next.Stop()
			return
		case <-next.C:
			if err := p.Tick(ctx); err != nil && ctx.Err() == nil {
				p.Log.Error("alarms were not evaluated", "error", err)
			}
		}
	}
}
