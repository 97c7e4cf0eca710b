package ledger_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/cxbridge/cxbridge/shared/ledger/ledgertest"
)

// TestFaults: whatever happens to a call of NoSQL, the key is held once, and finished once.
func TestFaults(t *testing.T) {
	fault := func(status int, commit bool) ledgertest.Fault {
		return ledgertest.Fault{Status: status, Commit: commit}
	}
	tests := map[string]struct {
		faults []ledgertest.Fault
		passes bool
	}{
		"throttled":                 {[]ledgertest.Fault{fault(429, false), fault(429, false)}, true},
		"failed":                    {[]ledgertest.Fault{fault(500, false), fault(503, false)}, true},
		"no answer":                 {[]ledgertest.Fault{fault(0, false)}, true},
		"committed, no answer":      {[]ledgertest.Fault{fault(0, true)}, true},
		"committed, failed":         {[]ledgertest.Fault{fault(500, true)}, true},
		"committed, failed twice":   {[]ledgertest.Fault{fault(500, true), fault(503, false)}, true},
		"failed, committed":         {[]ledgertest.Fault{fault(503, false), fault(500, true)}, true},
		"committed, cannot be read": {[]ledgertest.Fault{fault(500, true), {Call: "GetRow", Status: 500}}, true},
		"not found":                 {[]ledgertest.Fault{fault(http.StatusNotFound, false)}, false},
		"not allowed":               {[]ledgertest.Fault{fault(http.StatusUnauthorized, false)}, false},
		"not understood":            {[]ledgertest.Fault{fault(http.StatusBadRequest, false)}, false},
		"failed for a minute":       {make([]ledgertest.Fault, 1000), false},
	}
	// only returns the faults for one kind of call.
	only := func(call string, faults []ledgertest.Fault) []ledgertest.Fault {
		faults = slices.Clone(faults)
		for i := range faults {
			faults[i].Call = cmp.Or(faults[i].Call, call)
		}
		return faults
	}
	for name, test := range tests {
		t.Run("holding a new key: "+name, func(t *testing.T) {
			w := newWorld(t)
			w.Fail(only("UpdateRow IF_ABSENT", test.faults)...)
			hold, err := w.ledger.Hold(w.ctx(), "key", "open")
			if (err == nil) != test.passes || errors.Is(err, ledger.ErrHeld) {
				t.Fatalf("error = %v", err)
			}
			if err == nil {
				w.expect(hold, "")
				w.finish(hold, "1")
			}
		})
		t.Run("holding a known key: "+name, func(t *testing.T) {
			w := newWorld(t)
			w.finish(w.hold("open"), "1")
			if err := w.hold("before").LetGo(w.ctx(), true); err != nil {
				t.Fatal(err)
			}
			w.Fail(only("UpdateRow if-match", test.faults)...)
			hold, err := w.ledger.Hold(w.ctx(), "key", "follow")
			if (err == nil) != test.passes || errors.Is(err, ledger.ErrHeld) {
				t.Fatalf("error = %v", err)
			}
			if err == nil {
				w.expect(hold, "1", "before")
				w.finish(hold, "2")
			}
		})
		t.Run("finishing: "+name, func(t *testing.T) {
			w := newWorld(t)
			hold := w.hold("open")
			w.Fail(only("UpdateRow if-match", test.faults)...)
			err := hold.Finish(w.ctx(), json.RawMessage(`1`))
			if (err == nil) != test.passes || errors.Is(err, ledger.ErrLost) {
				t.Fatalf("error = %v", err)
			}
			if err == nil {
				w.expect(w.hold("next"), "1")
			}
		})
	}
}

// TestDeaths: after a death at any moment of a call, the next one of the same key knows what it has to know.
func TestDeaths(t *testing.T) {
	committed := ledgertest.Fault{Call: "UpdateRow if-match", Commit: true}
	lost := ledgertest.Fault{Call: "UpdateRow if-match"}
	tests := map[string]struct {
		holding, finishing *ledgertest.Fault // what it dies of; without, it lives until it has done that
		finishes           bool
		value, interrupted string // what the next one learns
		waits              bool   // until the dead one's hold is over
	}{
		"before it held the key":            {holding: &lost, value: "1"},
		"before it learned that it held it": {holding: &committed, value: "1", interrupted: "dead", waits: true},
		"while it held the key":             {value: "1", interrupted: "dead", waits: true},
		"before it finished":                {finishing: &lost, finishes: true, value: "1", interrupted: "dead", waits: true},
		"before it learned that it had":     {finishing: &committed, finishes: true, value: "2"},
		"after it finished":                 {finishes: true, value: "2"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.finish(w.hold("open"), "1")
			fail := func(fault *ledgertest.Fault) {
				if fault != nil {
					w.Fail(*fault)
				}
			}
			fail(test.holding)
			ctx, cancel := context.WithDeadline(t.Context(), w.Now().Add(30*time.Second))
			defer cancel()
			hold, err := w.dying().Hold(ctx, "key", "dead")
			if (err != nil) != (test.holding != nil) {
				t.Fatal(err)
			}
			if test.finishes {
				fail(test.finishing)
				if err := hold.Finish(ctx, json.RawMessage(`2`)); (err != nil) != (test.finishing != nil) {
					t.Fatal(err)
				}
			}
			died := w.Now()
			w.expect(w.hold("next"), test.value, strings.Fields(test.interrupted)...)
			if waited := w.Now().Sub(died) > time.Second; waited != test.waits {
				t.Errorf("the next one waited for %v", w.Now().Sub(died))
			}
		})
	}
}
