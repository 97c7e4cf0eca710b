package ledger_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/cxbridge/cxbridge/shared/ledger/ledgertest"
	"github.com/cxbridge/cxbridge/shared/wait/waittest"
)

// world is a table with a ledger over it, whose waiting takes no time. A call has a minute.
type world struct {
	t *testing.T
	*ledgertest.Table
	*waittest.Clock
	ledger *ledger.Ledger
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, Table: ledgertest.New(t), Clock: waittest.NewClock()}
	holders := 0
	w.ledger = w.Ledger(func(o *ledger.Options) {
		o.Clock, o.Sleep = w.Now, w.Sleep
		o.NewHolder = func() string { holders++; return fmt.Sprint("holder ", holders) }
	})
	return w
}

// dying is a ledger of a process that dies when a call fails: it does not try again.
func (w *world) dying() *ledger.Ledger {
	return w.Ledger(func(o *ledger.Options) {
		o.Clock = w.Now
		o.Sleep = func(context.Context, time.Duration) error { return errors.New("dead") }
	})
}

// ctx is the context of a call that begins now.
func (w *world) ctx() context.Context {
	ctx, cancel := context.WithDeadline(w.t.Context(), w.Now().Add(time.Minute))
	w.t.Cleanup(cancel)
	return ctx
}

func (w *world) hold(purpose string) *ledger.Hold {
	w.t.Helper()
	hold, err := w.ledger.Hold(w.ctx(), "key", purpose)
	if err != nil {
		w.t.Fatal(err)
	}
	return hold
}

// expect checks what a hold says.
func (w *world) expect(hold *ledger.Hold, value string, interrupted ...string) {
	w.t.Helper()
	if got := string(hold.Value()); got != value {
		w.t.Errorf("value = %s, want %s", got, value)
	}
	if got, want := hold.Interrupted(), strings.Join(interrupted, "\n"); got != want {
		w.t.Errorf("interrupted = %q, want %q", got, want)
	}
}

func (w *world) finish(hold *ledger.Hold, value string) {
	w.t.Helper()
	if err := hold.Finish(w.ctx(), json.RawMessage(value)); err != nil {
		w.t.Fatal(err)
	}
}

// cost returns how many calls something makes.
func (w *world) cost(do func()) int {
	before := len(w.Calls())
	do()
	return len(w.Calls()) - before
}
