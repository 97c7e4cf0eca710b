package once

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/cxbridge/cxbridge/shared/ledger"
)

// Reserve is kept of a message's time for the ledger, to write down what was done and to let the row's other messages on.
const Reserve = 2 * time.Second

// ErrWaiting is why a message waits.
var ErrWaiting = errors.New("another message failed halfway and comes first: let this one be delivered again")

// Counter counts messages. All fields are required.
type Counter struct {
	Ledger *ledger.Ledger
	Clock  func() time.Time
	Log    *slog.Logger
}

// Message identifies a message.
type Message struct {
	Row  string // key of the row in the ledger that it shares with those it follows
	ID   string // within the row, a line of text
	Mark string // the same, as short as can be and without blanks: there is one for each message that was seen
}

// State is what a row knows: a struct that embeds a [Memory].
type State interface {
	memory() *Memory
	// Prune forgets what is too old or too much, with [Memory.Forget] and of its own. A row has half a MB at the most.
	Prune(now time.Time)
}

func (m *Memory) memory() *Memory { return m }

// Do lets a message be worked on, alone with its row, unless it was seen: then it is a duplicate.
//
// What the row knows is read with read. An error of that is logged, and the state that comes with it is as good as any: what
// cannot be read is looked for in B2C Service, just as what is not known.
//
// The work changes the state. If it fails, it tells whether part of it was done or may have been: the state is kept then, and the
// message counts as unfinished. Else the row is left as it was. The work's context ends a little before ctx, to leave time for
// the ledger.
//
// Whenever Do fails the message has to be delivered again.
func Do[S State](ctx context.Context, c Counter, m Message, read func(json.RawMessage) (S, error), work func(context.Context, S) (partly bool, err error)) (duplicate bool, err error) {
	hold, err := c.Ledger.Hold(ctx, m.Row, m.ID)
	if err != nil {
		return false, err
	}
	state, err := read(hold.Value())
	if err != nil {
		c.Log.WarnContext(ctx, "what the ledger knows cannot be read: begun anew from B2C Service", "error", err.Error())
	}
	memory, now := state.memory(), c.Clock()
	if memory.Seen.Has(m.Mark) {
		return true, hold.LetGo(ctx, false)
	}
	memory.Interrupt(hold.Interrupted(), now)
	if memory.waits(m.ID, now) {
		return false, errors.Join(ErrWaiting, save(ctx, hold, state))
	}
	partly, failure := inTime(ctx, state, work)
	switch {
	case failure != nil && !partly:
		return false, errors.Join(failure, hold.LetGo(ctx, false))
	case failure != nil:
		memory.fail(m.ID, now)
	default:
		memory.Finish(m, now)
	}
	state.Prune(now)
	return false, errors.Join(failure, save(ctx, hold, state))
}

// inTime does the work with an end that leaves time for the ledger.
func inTime[S State](ctx context.Context, state S, work func(context.Context, S) (bool, error)) (partly bool, err error) {
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-Reserve))
		defer cancel()
	}
	return work(ctx, state)
}

func save(ctx context.Context, hold *ledger.Hold, state State) error {
	var value bytes.Buffer
	encoder := json.NewEncoder(&value)
	encoder.SetEscapeHTML(false) // or < and > would count six times
	if err := encoder.Encode(state); err != nil {
		return fmt.Errorf("encoding what the ledger is to know: %w", err)
	}
	return hold.Finish(ctx, value.Bytes())
}

// Status is the HTTP status that asks for a message again which failed with an error of [Do]: 503 if all it takes is time, else
// 502.
func Status(err error) int {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ledger.ErrHeld) || errors.Is(err, ErrWaiting) {
		return http.StatusServiceUnavailable
	}
	return http.StatusBadGateway
}
