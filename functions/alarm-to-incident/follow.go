package main

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/incidents"
	"golang.org/x/sync/errgroup"
)

// maxParallel is how many incidents of one message are written at the same time, where there is one for each resource.
const maxParallel = 4

// errNotBegun is why an incident was not looked at.
var errNotBegun = errors.New("not begun, as another incident failed")

// followed is what became of an incident.
type followed struct {
	plan
	opened  bool
	err     error
	unclear bool // the error leaves open whether something was written
}

// followAll lets the incidents of a message follow it. After a failure no further ones are begun: they would most likely fail
// too, and B2C Service locks accounts that are refused too often.
func (h *handler) followAll(ctx context.Context, st *state, all []news) []followed {
	results := make([]followed, len(all))
	var failed atomic.Bool
	var group errgroup.Group
	group.SetLimit(h.parallel)
	for i, n := range all {
		group.Go(func() error {
			if failed.Load() {
				results[i] = followed{plan: plan{news: n}, err: errNotBegun}
				return nil
			}
			results[i] = h.follow(ctx, st, n)
			if results[i].err != nil {
				failed.Store(true)
			}
			return nil
		})
	}
	group.Wait()
	return results
}

// follow lets one incident follow a message, in two calls at the most once the ledger knows it. Where the ledger may not know
// everything, what is in B2C Service counts: a message that failed halfway may have opened another incident, and may have been
// written.
func (h *handler) follow(ctx context.Context, st *state, n news) followed {
	var c tracked
	var incident *b2c.IncidentState
	var err error
	known := st.Cases[n.key]
	if known != nil {
		c = *known
	}
	search := known == nil || len(st.Unfinished) > 0
	if search {
		if incident, err = h.follower().Find(ctx, n.key); err != nil {
			return followed{plan: plan{news: n}, err: err}
		}
		c = h.found(st, n, c, incident)
	}
	p := h.plan(st, c, n)
	if p.silent() {
		return followed{plan: p}
	}
	if !search {
		if incident, err = h.follower().Get(ctx, c.Known); err != nil {
			return followed{plan: p, err: err}
		}
	}
	left := p
	if incident != nil && st.Again(positionOf(n.Message).String()) {
		if left, err = h.left(ctx, st, p, incident.ID); err != nil {
			return followed{plan: p, err: err}
		}
	}
	write := h.write(&left, incident)
	err = h.follower().CarryOut(ctx, &write)
	p.next.Known = write.Known
	return followed{plan: p, opened: write.Create != nil, err: err, unclear: incidents.MaybeWritten(err)}
}

// left returns what is left to do of a message that failed halfway: all of it, or if it was told, to set the status right, as one
// that did not know of it may have been written since, and to tell what is to be told with it and came since.
func (h *handler) left(ctx context.Context, st *state, p plan, incident int64) (plan, error) {
	told, err := h.b2c.HasThread(ctx, incident, p.Source())
	if err != nil || !told {
		return p, err
	}
	p.threads, p.begins = nil, false
	if !p.Type.Firing() {
		return p, nil
	}
	if !p.next.Firing {
		p.status = h.ok
	}
	for _, later := range st.overtaken(positionOf(p.Message)) {
		if told, err = h.b2c.HasThread(ctx, incident, later.Text); err != nil {
			return p, err
		}
		if !told {
			p.threads = append(p.threads, later.Text)
		}
	}
	return p, nil
}

// without returns the news but those for incidents that were told already.
func without(all []news, told []string) []news {
	return slices.DeleteFunc(all, func(n news) bool { return slices.Contains(told, n.key) })
}
