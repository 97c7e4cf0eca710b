package ledger_test

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/cxbridge/cxbridge/shared/ledger/ledgertest"
	"github.com/oracle/oci-go-sdk/v65/nosql"
)

// flaky are rows of which half of the writes get no answer, and half of those are made all the same.
type flaky struct{ ledger.Rows }

func (f flaky) UpdateRow(ctx context.Context, request nosql.UpdateRowRequest) (nosql.UpdateRowResponse, error) {
	switch rand.IntN(4) {
	case 0:
		return nosql.UpdateRowResponse{}, errors.New("the request was lost")
	case 1:
		f.Rows.UpdateRow(ctx, request)
		return nosql.UpdateRowResponse{}, errors.New("the answer was lost")
	}
	return f.Rows.UpdateRow(ctx, request)
}

// TestManyHolders: of twenty instances that count to ten by one key, none loses a step, and no two hold it at once.
func TestManyHolders(t *testing.T) { synctest.Test(t, testManyHolders) }

func testManyHolders(t *testing.T) {
	const instances, steps = 20, 10
	table := ledgertest.New(t)
	lost := count(t, table, table, instances, steps)
	if got := string(table.Value("key")); got != strconv.Itoa(instances*steps) || lost != 0 {
		t.Errorf("they counted to %s, and lost %d steps", got, lost)
	}
}

// TestManyHoldersOfFlakyRows: of eight instances that count by one key, none counts what another one counts too. A step whose
// end nobody heard of may count, or not.
func TestManyHoldersOfFlakyRows(t *testing.T) { synctest.Test(t, testManyHoldersOfFlakyRows) }

func testManyHoldersOfFlakyRows(t *testing.T) {
	const instances, steps = 8, 20
	table := ledgertest.New(t)
	lost := count(t, table, flaky{table}, instances, steps)
	got, err := strconv.Atoi(string(table.Value("key")))
	if err != nil || got < instances*steps-lost || got > instances*steps {
		t.Errorf("they counted to %d (%v) in %d steps, of which %d may not count", got, err, instances*steps, lost)
	}
}

// count lets instances count up by one key at the same time, each some steps, and returns how many steps were lost to another
// instance that took the key over. Time is the test's: who waits for the key spends none of the machine's.
func count(t *testing.T, table *ledgertest.Table, rows ledger.Rows, instances, steps int) (lost int) {
	t.Helper()
	var wg sync.WaitGroup
	var inside sync.Mutex
	var takenOver atomic.Int64
	for range instances {
		l := table.Ledger(func(o *ledger.Options) { o.Rows = rows })
		wg.Go(func() {
			for range steps {
				hold, err := l.Hold(t.Context(), "key", "count")
				if err != nil {
					t.Error(err)
					return
				}
				if !inside.TryLock() {
					t.Error("two hold the key")
					return
				}
				time.Sleep(time.Duration(rand.IntN(100)) * time.Millisecond)
				n, _ := strconv.Atoi(string(hold.Value()))
				inside.Unlock()
				err = hold.Finish(t.Context(), json.RawMessage(strconv.Itoa(n+1)))
				if errors.Is(err, ledger.ErrLost) {
					takenOver.Add(1)
				} else if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	return int(takenOver.Load())
}
