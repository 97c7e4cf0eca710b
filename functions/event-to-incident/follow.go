package main

import (
	"context"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/incidents"
)

// follow lets the incident follow an event, in two calls once the ledger knows it, and returns how the entity stands afterwards, and
// whether part of it was done or, if it failed, may have been.
func (h *handler) follow(ctx context.Context, d delivery, v view, result *outcome) (after entity, partly bool, err error) {
	incident, err := h.look(ctx, d, &v)
	if err != nil {
		return after, false, err
	}
	after, p := h.plan(d, v, h.clock())
	write := h.Decide(p, incident)
	if write.Create != nil {
		if result.contact, err = h.chooseContact(ctx, d.entity, write.Create); err != nil {
			return after, false, err
		}
	}
	if err = h.follower().CarryOut(ctx, &write); err != nil {
		return after, incidents.MaybeWritten(err), err
	}
	after.Known = write.Known
	result.late = !v.told && after.Newest == v.Newest
	result.incident, result.opened, result.changed = write.Known.Incident, write.Create != nil, write.Update != nil
	return after, true, nil
}

// look returns the entity's incident, nil if there is none, and completes what the event meets. Where the ledger may not know
// everything, what is in B2C Service counts: an event that failed halfway may have opened another incident, and may have been
// told.
func (h *handler) look(ctx context.Context, d delivery, v *view) (incident *b2c.IncidentState, err error) {
	if v.Incident != 0 && !v.again && !v.unclear {
		return h.follower().Get(ctx, v.Known)
	}
	if incident, err = h.follower().Find(ctx, d.entity.Key()); err != nil || incident == nil {
		return nil, err
	}
	if v.again || v.Incident == 0 {
		v.told, err = h.b2c.HasThread(ctx, incident.ID, signature(d.event))
	}
	v.entity = v.found(incident)
	return incident, err
}
