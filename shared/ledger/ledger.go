package ledger

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/cxbridge/cxbridge/shared/wait"
)

const (
	// grace is how long a hold outlives its context's deadline: for what is written at the last moment, and for clocks that
	// differ.
	grace = 5 * time.Second

	// longestCall is how long a hold lasts whose context has no deadline: a function's longest call (OCI Functions: limits).
	longestCall = 5 * time.Minute
)

// Errors that a ledger's user may want to tell apart. After either, the message has to be delivered again.
var (
	ErrHeld = errors.New("held by another call")       // of Hold, until the context's end
	ErrLost = errors.New("taken over by another call") // of Finish and LetGo: the hold's time was over
)

// Options say where a ledger is. Rows and Table are required.
type Options struct {
	Rows  Rows
	Table string // name or OCID
	// Clock is time.Now where it is nil. Contexts' deadlines are compared with it.
	Clock func() time.Time
	// Sleep waits for a duration or until the context ends. A timer does where it is nil.
	Sleep func(context.Context, time.Duration) error
	// NewHolder returns a name that no holder has had. Random text is one where it is nil.
	NewHolder func() string
}

// Ledger is what is known by key. It may be used concurrently.
type Ledger struct {
	options Options
	table   table
	waiter  wait.Waiter
}

// New returns a ledger. Nothing is called yet.
func New(options Options) *Ledger {
	if options.Clock == nil {
		options.Clock = time.Now
	}
	if options.Sleep == nil {
		options.Sleep = wait.Sleep
	}
	if options.NewHolder == nil {
		options.NewHolder = rand.Text
	}
	return &Ledger{
		options: options,
		table:   table{options.Rows, options.Table},
		waiter:  wait.Waiter{Clock: options.Clock, Sleep: options.Sleep},
	}
}

// Hold waits until nobody else holds the key, and holds it. The purpose, one line of text, says what the holder is about to do:
// the next holder gets it from [Hold.Interrupted] if this one does not finish.
//
// It fails with ErrHeld if the context would end before the key is free, and with NoSQL's error if that does not answer until
// then or refuses. Nothing is held after an error, or nothing that does not end by itself.
func (l *Ledger) Hold(ctx context.Context, key, purpose string) (*Hold, error) {
	if purpose == "" || strings.Contains(purpose, "\n") {
		return nil, fmt.Errorf("ledger: the purpose of holding %q must be one line of text, not %q", key, purpose)
	}
	wanted := row{id: rowID(key), holder: l.options.NewHolder(), purposes: []string{purpose}}
	pauses := newBackOff()
	for {
		wanted.heldUntil = l.end(ctx) // anew for each try: without a deadline, waiting takes nothing off the hold
		held, err := l.try(ctx, wanted)
		if err == nil {
			return &Hold{ledger: l, key: key, row: *held}, nil
		}
		if !passing(err) || l.waiter.For(ctx, pauses.NextBackOff()) != nil {
			return nil, fmt.Errorf("ledger: holding %q: %w", key, err)
		}
	}
}

// try takes the row once. If it is the holder's already, an earlier try took it whose answer was lost.
func (l *Ledger) try(ctx context.Context, wanted row) (*row, error) {
	found, err := l.table.insert(ctx, wanted)
	if err != nil || found.holder == wanted.holder {
		return found, err
	}
	if l.options.Clock().Before(found.heldUntil) {
		return nil, fmt.Errorf("%w until %s at the latest: let the message be delivered again", ErrHeld, found.heldUntil.Format(time.RFC3339))
	}
	wanted.purposes = append(distinct(found.purposes), wanted.purposes...)
	wanted.value, wanted.version = found.value, found.version
	taken, err := l.table.replace(ctx, wanted)
	if errors.Is(err, errChanged) {
		return nil, fmt.Errorf("%w, which was faster: let the message be delivered again", ErrHeld)
	}
	return taken, err
}

// end is when a hold ends by itself.
func (l *Ledger) end(ctx context.Context) time.Time {
	deadline, ok := ctx.Deadline()
	if !ok {
		deadline = l.options.Clock().Add(longestCall)
	}
	return deadline.Add(grace)
}

// newBackOff returns pauses from about 25 milliseconds to about half a second: a holder makes two calls to B2C Service. They
// vary by half, so that those who wait for the same key do not come at the same moment.
func newBackOff() *backoff.ExponentialBackOff {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval = 25 * time.Millisecond
	pauses.MaxInterval = 500 * time.Millisecond
	return pauses
}
