package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cxbridge/cxbridge/shared/alarm"
	"github.com/cxbridge/cxbridge/shared/ledger"
)

// reserve is kept of a message's time for the ledger, to write down what was done and to let the alarm's other messages on.
const reserve = 2 * time.Second

// patience is for how long an alarm's messages wait for one that failed halfway, so that what it wrote is known before they
// go on from there. Notifications delivers that one again at once, and after 1, 3 and 7 minutes.
const patience = 5 * time.Minute

// errWaiting is why a message waits.
var errWaiting = errors.New("another message of the alarm failed halfway and comes first: let this one be delivered again")

// outcome is what came of a message, for the log.
type outcome struct {
	duplicate bool
	late      bool
	opened    []int64 // incidents
	changed   []int64
}

// process lets the incidents of a message's alarm follow it, alone with the alarm's row in the ledger.
func (h *handler) process(ctx context.Context, m *alarm.Message) (outcome, error) {
	at := positionOf(m)
	hold, err := h.ledger.Hold(ctx, rowKey(m), at.String())
	if err != nil {
		return outcome{}, err
	}
	st, err := readState(hold.Value())
	if err != nil {
		h.log.WarnContext(ctx, "what the ledger knows cannot be read: begun anew from B2C Service", "error", err.Error())
	}
	if st.Seen.has(at) {
		return outcome{duplicate: true}, hold.LetGo(ctx, false)
	}
	now := h.clock()
	st.interrupt(hold.Interrupted(), now)
	if st.waits(at, now) {
		return outcome{}, errors.Join(errWaiting, save(ctx, hold, st))
	}
	known := st.Unfinished[at]
	result := outcome{late: at.before(st.Newest)}
	results := h.followInTime(ctx, st, without(h.newsOf(m, st), known.Told))
	failure, attempted := st.record(results, &known, &result)
	switch {
	case failure != nil && !attempted:
		return result, errors.Join(failure, hold.LetGo(ctx, false))
	case failure != nil:
		known.At = now.Unix()
		st.Unfinished[at] = known
	default:
		st.tell(m, results)
		st.finish(m, now)
	}
	st.prune(now)
	return result, errors.Join(failure, save(ctx, hold, st))
}

// followInTime is followAll with an end that leaves time for the ledger.
func (h *handler) followInTime(ctx context.Context, st *state, all []news) []followed {
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-reserve))
		defer cancel()
	}
	return h.followAll(ctx, st, all)
}

func save(ctx context.Context, hold *ledger.Hold, st *state) error {
	value, err := json.Marshal(st)
	if err != nil {
		return fmt.Errorf("encoding what the ledger is to know: %w", err)
	}
	return hold.Finish(ctx, value)
}

// record keeps what was done for each incident. It returns what failed, and whether the ledger has to know of this attempt:
// because part of it was done, or may have been.
func (s *state) record(results []followed, known *unfinished, o *outcome) (failure error, attempted bool) {
	var failures []error
	for _, r := range results {
		if r.err != nil {
			if !errors.Is(r.err, errNotBegun) {
				failures = append(failures, r.err)
			}
			attempted = attempted || r.unclear
			continue
		}
		attempted = true
		s.Cases[r.key] = &r.next
		known.Told = append(known.Told, r.key)
		switch {
		case r.opened:
			o.opened = append(o.opened, r.next.Incident)
		case !r.silent() && r.next.Incident != 0:
			o.changed = append(o.changed, r.next.Incident)
		}
	}
	return errors.Join(failures...), attempted
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
