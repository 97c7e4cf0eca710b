package ledger_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/nosql/nosqltest"
	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/cxbridge/cxbridge/shared/ledger/ddl"
	"github.com/cxbridge/cxbridge/shared/ledger/ledgertest"
	"github.com/cxbridge/cxbridge/shared/wait/waittest"
)

// TestCloud: what the tests in memory rest on is so in the local cloud, which follows the service's published source.
func TestCloud(t *testing.T) {
	client, table := nosqltest.Table(t, ledgertest.Name, ddl.CreateTable(ledgertest.Name))
	clock := waittest.NewClock()
	l := ledger.New(ledger.Options{Rows: client, Table: table, Clock: clock.Now, Sleep: clock.Sleep})
	hold := func(purpose, value, interrupted string) *ledger.Hold {
		t.Helper()
		ctx, cancel := context.WithDeadline(t.Context(), clock.Now().Add(time.Minute))
		defer cancel()
		h, err := l.Hold(ctx, "0b7c:1", purpose)
		if err != nil {
			t.Fatal(err)
		}
		if string(h.Value()) != value || h.Interrupted() != interrupted {
			t.Errorf("value %s, interrupted %q; want %s, %q", h.Value(), h.Interrupted(), value, interrupted)
		}
		return h
	}
	const value = `{"at":"2026-03-14T12:00:00Z","firing":["a",null,{"n":1.5}]}`
	if err := hold("open", "", "").Finish(t.Context(), json.RawMessage(value)); err != nil {
		t.Fatal(err)
	}
	lost := hold("first", value, "")
	ctx, cancel := context.WithDeadline(t.Context(), clock.Now().Add(time.Second))
	defer cancel()
	if _, err := l.Hold(ctx, "0b7c:1", "second"); !errors.Is(err, ledger.ErrHeld) {
		t.Errorf("held twice: %v", err)
	}
	clock.Pass(2 * time.Minute)
	second := hold("second", value, "first")
	if err := lost.Finish(t.Context(), nil); !errors.Is(err, ledger.ErrLost) {
		t.Errorf("finished after it was taken over: %v", err)
	}
	if err := second.LetGo(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	hold("third", value, "first\nsecond")
}

// TestCloudManyHolders: of twenty instances that count by one key, none loses a step.
func TestCloudManyHolders(t *testing.T) {
	client, table := nosqltest.Table(t, ledgertest.Name, ddl.CreateTable(ledgertest.Name))
	const instances, steps = 20, 3
	var wg sync.WaitGroup
	for range instances {
		l := ledger.New(ledger.Options{Rows: client, Table: table})
		wg.Go(func() {
			for range steps {
				hold, err := l.Hold(t.Context(), "key", "count")
				if err != nil {
					t.Error(err)
					return
				}
				n, _ := strconv.Atoi(string(hold.Value()))
				if err := hold.Finish(t.Context(), json.RawMessage(strconv.Itoa(n+1))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	hold, err := ledger.New(ledger.Options{Rows: client, Table: table}).Hold(t.Context(), "key", "read")
	if err != nil {
		t.Fatal(err)
	}
	if got := string(hold.Value()); got != strconv.Itoa(instances*steps) {
		t.Errorf("they counted to %s", got)
	}
}
