package main

import (
	"context"

	"github.com/cxbridge/cxbridge/shared/once"
	"github.com/cxbridge/cxbridge/shared/plain"
)

// process lets an entity's incident follow an event, alone with the entity's row in the ledger.
func (h *handler) process(ctx context.Context, d delivery) (outcome, error) {
	var result outcome
	message := messageOf(d)
	duplicate, err := once.Do(ctx, h.counter(), message, readState, func(ctx context.Context, st *state) (partly bool, err error) {
		v := view{entity: st.entity, again: st.Again(message.ID)}
		v.unclear = len(st.Unfinished) > 1 || len(st.Unfinished) == 1 && !v.again
		after, partly, err := h.follow(ctx, d, v, &result)
		if err == nil {
			st.entity = after
		}
		return partly, err
	})
	result.duplicate = duplicate
	return result, err
}

// messageOf identifies an event. Its id is the publisher's, who may have put anything into it.
func messageOf(d delivery) once.Message {
	return once.Message{
		Row:  "event/" + d.entity.Key(),
		ID:   plain.Key(d.event.ID),
		Mark: plain.Hash(d.event.ID)[:16],
	}
}
