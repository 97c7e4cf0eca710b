package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// parting is the time to let go of a key even if the context has just ended. A function's process has half a second after that
// (package function).
const parting = 300 * time.Millisecond

// Hold is a key that is held. It is for one goroutine.
type Hold struct {
	ledger *Ledger
	key    string
	row    row
}

// Value returns what is known by the key; nil if that is nothing. Its numbers went through NoSQL as floating point: those that
// may be beyond 2^53, such as ids, are better stored as text.
func (h *Hold) Value() json.RawMessage { return h.row.value }

// Interrupted returns the purposes of former holders that did not finish, each once and on a line of its own, the newest last; ""
// if there are none. What they wanted to write may or may not have been written.
func (h *Hold) Interrupted() string { return strings.Join(h.inherited(), "\n") }

// Finish stores what is known now and lets go: nothing is interrupted any more. A value of nil stores that nothing is known. It
// fails with ErrLost if the hold's time was over and another call took the key over; the value is not stored then.
func (h *Hold) Finish(ctx context.Context, value json.RawMessage) error {
	if len(value) > maxValue {
		return fmt.Errorf("ledger: the value of %q has %d bytes, of %d at most: keep less in it", h.key, len(value), maxValue)
	}
	return h.put(ctx, nil, value)
}

// LetGo lets go and leaves the value as it was. If it is unclear whether something was written, the next holder learns the
// purpose of this one as Interrupted, along with those that this one did.
func (h *Hold) LetGo(ctx context.Context, unclear bool) error {
	purposes := h.inherited()
	if unclear {
		purposes = distinct(h.row.purposes)
	}
	return h.put(ctx, purposes, h.row.value)
}

// inherited are the purposes without the holder's own, which is the last one.
func (h *Hold) inherited() []string { return distinct(h.row.purposes[:len(h.row.purposes)-1]) }

// put stores the row as one that nobody holds. After a failure that may have been committed, it looks whether the row is such
// before it puts it again.
func (h *Hold) put(ctx context.Context, purposes []string, value json.RawMessage) error {
	ctx, cancel := h.ledger.partingContext(ctx)
	defer cancel()
	free := row{id: h.row.id, holder: h.row.holder, purposes: purposes, value: value, version: h.row.version}
	pauses := newBackOff()
	for unclear := false; ; unclear = true {
		_, err := h.ledger.table.replace(ctx, free)
		if errors.Is(err, errChanged) && unclear {
			err = h.check(ctx)
		} else if errors.Is(err, errChanged) {
			err = ErrLost
		}
		if err == nil {
			return nil
		}
		if errors.Is(err, ErrLost) || !passing(err) || h.ledger.waiter.For(ctx, pauses.NextBackOff()) != nil {
			return fmt.Errorf("ledger: letting go of %q: %w", h.key, err)
		}
	}
}

// check tells whether it was this holder who changed the row and let go. If another one holds it by now that is not known, and
// counts as lost.
func (h *Hold) check(ctx context.Context) error {
	found, err := h.ledger.table.read(ctx, h.row.id)
	if err != nil {
		return err
	}
	if found == nil || found.holder != h.row.holder || !found.heldUntil.IsZero() {
		return ErrLost
	}
	return nil
}

// partingContext returns a context that lasts as long as the given one, but for a moment at least.
func (l *Ledger) partingContext(ctx context.Context) (context.Context, context.CancelFunc) {
	now := l.options.Clock()
	end := now.Add(longestCall)
	if deadline, ok := ctx.Deadline(); ok {
		end = now.Add(max(deadline.Sub(now), parting))
	}
	return context.WithDeadline(context.WithoutCancel(ctx), end)
}
