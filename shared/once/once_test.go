package once_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/function/functiontest"
	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/cxbridge/cxbridge/shared/ledger/ledgertest"
	"github.com/cxbridge/cxbridge/shared/logging"
	"github.com/cxbridge/cxbridge/shared/once"
)

// state counts the messages that were worked on.
type state struct {
	Done []string `json:"done"`
	once.Memory
}

func (s *state) Prune(now time.Time) { s.Forget(now, time.Hour, 3) }

func readState(value json.RawMessage) (*state, error) {
	s := &state{}
	if value == nil {
		return s, nil
	}
	if err := json.Unmarshal(value, s); err != nil {
		return &state{}, err
	}
	return s, nil
}

// bench delivers messages of one row.
type bench struct {
	t     *testing.T
	table *ledgertest.Table
	now   time.Time
	log   functiontest.Log
}

func newBench(t *testing.T) *bench {
	return &bench{t: t, table: ledgertest.New(t), now: time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)}
}

var errFailed = errors.New("failed")

// do delivers a message whose work fails if it is to, and returns what came of it.
func (b *bench) do(id string, fails, partly bool) string {
	counter := once.Counter{Ledger: b.table.Ledger(), Clock: func() time.Time { return b.now }, Log: logging.New(&b.log)}
	message := once.Message{Row: "row", ID: "message " + id, Mark: id}
	duplicate, err := once.Do(b.t.Context(), counter, message, readState, func(_ context.Context, s *state) (bool, error) {
		s.Done = append(s.Done, id)
		if fails {
			return partly, errFailed
		}
		return true, nil
	})
	switch {
	case duplicate:
		return "duplicate"
	case errors.Is(err, once.ErrWaiting):
		return "waiting"
	case err != nil:
		return "failed"
	}
	return "done"
}

func (b *bench) state() *state {
	s, err := readState(b.table.Value("row"))
	if err != nil {
		b.t.Error(err)
	}
	return s
}

func TestDo(t *testing.T) {
	type step struct {
		id            string
		fails, partly bool
		after         time.Duration // after the step before
		want          string
	}
	tests := []struct {
		name  string
		steps []step
		done  string // what the row knows to be done
	}{
		{"twice", []step{{id: "a", want: "done"}, {id: "a", want: "duplicate"}, {id: "b", want: "done"}, {id: "a", want: "duplicate"}}, "a b"},
		{"fails before anything was done", []step{{id: "a", fails: true, want: "failed"}, {id: "b", want: "done"}, {id: "a", want: "done"}}, "b a"},
		{"fails halfway", []step{{id: "a", fails: true, partly: true, want: "failed"}, {id: "b", want: "waiting"}, {id: "a", want: "done"}, {id: "b", want: "done"}}, "a a b"},
		{"fails halfway, twice", []step{{id: "a", fails: true, partly: true, want: "failed"}, {id: "a", fails: true, partly: true, after: time.Minute, want: "failed"},
			{id: "b", after: once.Patience - time.Second, want: "waiting"}, {id: "b", after: time.Second, want: "done"}, {id: "a", want: "done"}}, "a a b a"},
		{"is not waited for for ever", []step{{id: "a", fails: true, partly: true, want: "failed"}, {id: "b", after: once.Patience, want: "done"}}, "a b"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			for i, s := range test.steps {
				b.now = b.now.Add(s.after)
				if got := b.do(s.id, s.fails, s.partly); got != s.want {
					t.Errorf("step %d: %s, want %s", i, got, s.want)
				}
			}
			if got := strings.Join(b.state().Done, " "); got != test.done {
				t.Errorf("done: %s, want %s", got, test.done)
			}
		})
	}
}

// TestInterrupted: a message whose process died failed halfway.
func TestInterrupted(t *testing.T) {
	b := newBench(t)
	hold, err := b.table.Ledger().Hold(t.Context(), "row", "message a")
	if err == nil {
		err = hold.LetGo(t.Context(), true)
	}
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"waiting", "waiting"} {
		if got := b.do("b", false, false); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
	if !b.state().Again("message a") {
		t.Errorf("state = %+v", b.state())
	}
	if got := b.do("a", false, false) + " " + b.do("b", false, false); got != "done done" || b.state().Again("message a") {
		t.Errorf("%s, state = %+v", got, b.state())
	}
}

// TestUnreadable: what cannot be read is begun anew.
func TestUnreadable(t *testing.T) {
	b := newBench(t)
	hold, err := b.table.Ledger().Hold(t.Context(), "row", "x")
	if err == nil {
		err = hold.Finish(t.Context(), json.RawMessage(`{"seen":7}`))
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := b.do("a", false, false); got != "done" || !strings.Contains(b.log.String(), "begun anew") {
		t.Errorf("%s, log: %s", got, &b.log)
	}
}

// TestLargeState: what is stored is no larger than it has to be, as a row holds half a MB only.
func TestLargeState(t *testing.T) {
	b := newBench(t)
	hold, err := b.table.Ledger().Hold(t.Context(), "row", "x")
	if err == nil {
		err = hold.Finish(t.Context(), json.RawMessage(`{"done":["`+strings.Repeat("<", 400<<10)+`"]}`))
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := b.do("a", false, false); got != "done" {
		t.Error(got)
	}
}

// TestForget: what was seen is forgotten by age and number, and what failed halfway after a day.
func TestForget(t *testing.T) {
	b := newBench(t)
	b.do("late", true, true)
	b.now = b.now.Add(24 * time.Hour)
	for _, id := range []string{"1", "2", "3", "4"} {
		b.do(id, false, false)
	}
	var marks []string
	for _, mark := range b.state().Seen {
		marks = append(marks, mark.ID)
	}
	if !slices.Equal(marks, []string{"2", "3", "4"}) || !b.state().Again("message late") {
		t.Errorf("state = %+v", b.state())
	}
	b.now = b.now.Add(2 * time.Hour)
	if got := b.do("4", false, false) + " " + b.do("5", false, false); got != "duplicate done" {
		t.Errorf("got %s", got) // it is forgotten when the row is written
	}
	if got := b.do("4", false, false); got != "done" || b.state().Again("message late") {
		t.Errorf("%s, state = %+v", got, b.state())
	}
}

func TestStatus(t *testing.T) {
	for err, want := range map[error]int{
		errFailed: http.StatusBadGateway, ledger.ErrLost: http.StatusBadGateway, ledger.ErrHeld: http.StatusServiceUnavailable,
		context.DeadlineExceeded: http.StatusServiceUnavailable, fmt.Errorf("b: %w", once.ErrWaiting): http.StatusServiceUnavailable,
	} {
		if got := once.Status(err); got != want {
			t.Errorf("%v: %d", err, got)
		}
	}
}

func FuzzSeen(f *testing.F) {
	f.Add([]byte(`"mfx3k0o0.0.t0a 0123456789abcdef.t0b"`))
	f.Add([]byte(`"a"`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var s, again once.Seen
		if json.Unmarshal(data, &s) != nil {
			return
		}
		encoded, err := json.Marshal(s)
		if err == nil {
			err = json.Unmarshal(encoded, &again)
		}
		if err != nil || !slices.Equal(s, again) {
			t.Fatalf("%v is read as %v, %v", s, again, err)
		}
	})
}
