package main

import (
	"context"
	"errors"
	"slices"

	"github.com/cxbridge/cxbridge/shared/alarm"
	"github.com/cxbridge/cxbridge/shared/once"
)

// outcome is what came of a message, for the log.
type outcome struct {
	duplicate bool
	late      bool
	opened    []int64 // incidents
	changed   []int64
}

// process lets the incidents of a message's alarm follow it, alone with the alarm's row in the ledger.
func (h *handler) process(ctx context.Context, m *alarm.Message) (outcome, error) {
	var result outcome
	at := positionOf(m)
	message := once.Message{Row: rowKey(m), ID: at.String(), Mark: at.mark()}
	duplicate, err := once.Do(ctx, h.counter(), message, readState, func(ctx context.Context, st *state) (partly bool, err error) {
		result.late = at.before(st.Newest)
		known := st.Unfinished[message.ID]
		results := h.followAll(ctx, st, without(h.newsOf(m, st), known.Told))
		partly, err = st.record(results, &known, &result)
		if err != nil {
			st.Attempt(message.ID, known)
			return partly, err
		}
		st.tell(m, results)
		st.advance(m)
		return partly, nil
	})
	result.duplicate = duplicate
	return result, err
}

// record keeps what was done for each incident. It returns what failed, and whether part of it was done, or may have been.
func (s *state) record(results []followed, known *once.Attempt, o *outcome) (partly bool, failure error) {
	var failures []error
	for _, r := range results {
		if r.err != nil {
			if !errors.Is(r.err, errNotBegun) {
				failures = append(failures, r.err)
			}
			partly = partly || r.unclear
			continue
		}
		partly = true
		s.Cases[r.key] = &r.next
		known.Told = append(known.Told, r.key)
		switch {
		case r.opened:
			o.opened = append(o.opened, r.next.Incident)
		case !r.silent() && r.next.Incident != 0:
			o.changed = append(o.changed, r.next.Incident)
		}
	}
	return partly, errors.Join(failures...)
}

// tell remembers what a message says that could not be told yet, and forgets what was told with it.
func (s *state) tell(m *alarm.Message, results []followed) {
	at := positionOf(m)
	if m.Type.Firing() && slices.ContainsFunc(results, func(r followed) bool { return !r.silent() }) {
		told := s.overtaken(at)
		s.Untold = slices.DeleteFunc(s.Untold, func(u untold) bool { return slices.Contains(told, u) })
	}
	for _, r := range results {
		if r.untold != "" {
			s.Untold = append(s.Untold, untold{at, r.untold})
		}
	}
	slices.SortFunc(s.Untold, func(a, b untold) int { return a.At.compare(b.At) })
}
