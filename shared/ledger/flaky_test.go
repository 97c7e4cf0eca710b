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

// TestManyHoldersOfFlakyRows: of eight instances that count by one key, none counts what another one counts too. A step whose
// end nobody heard of may count, or not.
func TestManyHoldersOfFlakyRows(t *testing.T) {
	const instances, steps = 8, 20
	table := ledgertest.New(t)
	var wg sync.WaitGroup
	var inside sync.Mutex
	var counted, lost atomic.Int64
	for range instances {
		l := table.Ledger(func(o *ledger.Options) {
			o.Rows = flaky{table}
			o.Sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
		})
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
				n, _ := strconv.Atoi(string(hold.Value()))
				inside.Unlock()
				switch err := hold.Finish(t.Context(), json.RawMessage(strconv.Itoa(n+1))); {
				case err == nil:
					counted.Add(1)
				case errors.Is(err, ledger.ErrLost):
					lost.Add(1)
				default:
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	got, err := strconv.ParseInt(string(table.Value("key")), 10, 64)
	if err != nil || got < counted.Load() || got > counted.Load()+lost.Load() {
		t.Errorf("they counted to %d (%v) in %d steps and %d that may count", got, err, counted.Load(), lost.Load())
	}
}
