package ledger_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/google/go-cmp/cmp"
)

func TestHoldAndFinish(t *testing.T) {
	w := newWorld(t)
	var hold *ledger.Hold
	if cost := w.cost(func() { hold = w.hold("open") }); cost != 1 {
		t.Errorf("a new key costs %d calls to hold", cost)
	}
	w.expect(hold, "")
	if cost := w.cost(func() { w.finish(hold, `{"incident":"101"}`) }); cost != 1 {
		t.Errorf("finishing costs %d calls", cost)
	}
	if cost := w.cost(func() { hold = w.hold("follow") }); cost != 2 {
		t.Errorf("a known key costs %d calls to hold", cost)
	}
	w.expect(hold, `{"incident":"101"}`)
	if err := hold.LetGo(w.ctx(), false); err != nil {
		t.Fatal(err)
	}
	w.expect(w.hold("follow"), `{"incident":"101"}`)
}

// TestRow is what an operator finds in the table.
func TestRow(t *testing.T) {
	w := newWorld(t)
	hold := w.hold("open 2026-03-14T12:00:00Z")
	want := map[string]any{"id": "key", "holder": "holder 1", "purpose": "open 2026-03-14T12:00:00Z",
		"held_until": w.Now().Add(time.Minute + 5*time.Second).UTC().Format("2006-01-02T15:04:05.000")}
	if diff := cmp.Diff(want, w.Row("key")); diff != "" {
		t.Errorf("held (-want +got): %s", diff)
	}
	w.finish(hold, `{"incident":"101"}`)
	want = map[string]any{"id": "key", "holder": "holder 1", "value": map[string]any{"incident": "101"}}
	if diff := cmp.Diff(want, w.Row("key")); diff != "" {
		t.Errorf("finished (-want +got): %s", diff)
	}
}

func TestHeldByAnother(t *testing.T) {
	w := newWorld(t)
	w.hold("open")
	_, err := w.ledger.Hold(w.ctx(), "key", "open")
	if !errors.Is(err, ledger.ErrHeld) || !strings.Contains(err.Error(), `"key"`) {
		t.Errorf("error = %v", err)
	}
	if _, err := w.ledger.Hold(w.ctx(), "another key", "open"); err != nil {
		t.Error(err)
	}
}

// TestLongWait: who waited for long has as much time for the hold as anybody.
func TestLongWait(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithDeadline(t.Context(), w.Now().Add(6*time.Minute))
	defer cancel()
	if _, err := w.ledger.Hold(ctx, "key", "for long"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.ledger.Hold(t.Context(), "key", "without a deadline"); err != nil {
		t.Fatal(err)
	}
	until, err := time.Parse("2006-01-02T15:04:05.000", w.Row("key")["held_until"].(string))
	if left := until.Sub(w.Now()); err != nil || left < 5*time.Minute {
		t.Errorf("it is held for another %v (%v)", left, err)
	}
}

// TestInterrupted: whoever dies while holding a key leaves what it was about, until it is finished.
func TestInterrupted(t *testing.T) {
	w := newWorld(t)
	w.finish(w.hold("open"), `1`)
	dead := w.hold("first")
	w.Pass(time.Minute + 4*time.Second)
	ctx, cancel := context.WithDeadline(t.Context(), w.Now().Add(500*time.Millisecond))
	defer cancel()
	if _, err := w.ledger.Hold(ctx, "key", "second"); !errors.Is(err, ledger.ErrHeld) {
		t.Errorf("taken over within the grace: %v", err)
	}
	w.Pass(time.Second)
	second := w.hold("second")
	w.expect(second, "1", "first")
	if err := dead.Finish(w.ctx(), json.RawMessage(`2`)); !errors.Is(err, ledger.ErrLost) {
		t.Errorf("finished after it was taken over: %v", err)
	}
	if err := second.LetGo(w.ctx(), false); err != nil {
		t.Fatal(err)
	}
	third := w.hold("third")
	w.expect(third, "1", "first")
	if err := third.LetGo(w.ctx(), true); err != nil {
		t.Fatal(err)
	}
	again := w.hold("first")
	w.expect(again, "1", "first", "third")
	if err := again.LetGo(w.ctx(), true); err != nil {
		t.Fatal(err)
	}
	last := w.hold("last")
	w.expect(last, "1", "first", "third")
	w.finish(last, "3")
	w.expect(w.hold("next"), "3")
	if err := last.Finish(w.ctx(), nil); !errors.Is(err, ledger.ErrLost) {
		t.Errorf("finished twice: %v", err)
	}
}

func TestManyInterrupted(t *testing.T) {
	w := newWorld(t)
	for i := range 200 {
		if err := w.hold(fmt.Sprint("purpose ", i)).LetGo(w.ctx(), true); err != nil {
			t.Fatal(err)
		}
	}
	purposes := strings.Split(w.hold("last").Interrupted(), "\n")
	if len(purposes) != 64 || purposes[63] != "purpose 199" {
		t.Errorf("%d purposes are kept, the last is %q", len(purposes), purposes[len(purposes)-1])
	}
}

func TestRefusedArguments(t *testing.T) {
	w := newWorld(t)
	for _, purpose := range []string{"", "two\nlines"} {
		if _, err := w.ledger.Hold(w.ctx(), "key", purpose); err == nil {
			t.Errorf("the purpose %q was taken", purpose)
		}
	}
	hold := w.hold("open")
	if err := hold.Finish(w.ctx(), json.RawMessage(`"`+strings.Repeat("x", 512<<10)+`"`)); err == nil || !strings.Contains(err.Error(), "512000") {
		t.Errorf("too large a value: %v", err)
	}
	w.finish(hold, "1")
}

// TestValues: whatever JSON is stored comes back.
func TestValues(t *testing.T) {
	w := newWorld(t)
	for _, value := range []string{`1`, `"text"`, `true`, `[]`, `{}`, `[1,null,{"a":[{}]}]`, `{"at":"2026-03-14T12:00:00Z","firing":{"a.b":"x","c":null},"n":9007199254740991}`} {
		w.finish(w.hold("open"), value)
		hold := w.hold("read")
		w.expect(hold, value)
		if err := hold.LetGo(w.ctx(), false); err != nil {
			t.Fatal(err)
		}
	}
	hold := w.hold("open")
	if err := hold.Finish(w.ctx(), json.RawMessage(`{"half":`)); err == nil {
		t.Error("what is no JSON was stored")
	}
	w.finish(hold, `null`)
	w.expect(w.hold("read"), "")
}

func TestLongKeys(t *testing.T) {
	w := newWorld(t)
	long := strings.Repeat("k", 300)
	for i, key := range []string{long, long + "1", strings.Repeat("k", 48)} {
		hold, err := w.ledger.Hold(w.ctx(), key, "open")
		if err != nil {
			t.Fatal(err)
		}
		w.finish(hold, strconv.Itoa(i))
	}
	hold, err := w.ledger.Hold(w.ctx(), long, "again")
	if err != nil {
		t.Fatal(err)
	}
	w.expect(hold, "0")
}

// TestLastWords: what was written to B2C Service is stored even if the time is up.
func TestLastWords(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(w.ctx())
	hold, err := w.ledger.Hold(ctx, "key", "open")
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := hold.Finish(ctx, json.RawMessage(`1`)); err != nil {
		t.Fatal(err)
	}
	w.expect(w.hold("next"), "1")
}

func TestConfigured(t *testing.T) {
	cfg := config.NewReader(func(string) string { return "" })
	if l := ledger.Configured(cfg); l != nil || cfg.Err() == nil || !strings.Contains(cfg.Err().Error(), "ledger_table_ocid") {
		t.Errorf("ledger %v, %v", l, cfg.Err())
	}
	cfg = config.NewReader(func(key string) string { return map[string]string{"ledger_table_ocid": "ocid1.nosqltable.oc1..t"}[key] })
	l := ledger.Configured(cfg)
	if l == nil || cfg.Err() != nil {
		t.Fatalf("ledger %v, %v", l, cfg.Err())
	}
	t.Setenv("OCI_RESOURCE_PRINCIPAL_VERSION", "")
	if _, err := l.Hold(t.Context(), "key", "open"); err == nil || !strings.Contains(err.Error(), "resource principal") {
		t.Errorf("error = %v", err)
	}
}
