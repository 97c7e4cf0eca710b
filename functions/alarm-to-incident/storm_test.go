package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/nosql/nosqltest"
	"github.com/cxbridge/cxbridge/shared/incidents"
	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/cxbridge/cxbridge/shared/ledger/ddl"
	"github.com/cxbridge/cxbridge/shared/ledger/ledgertest"
)

const (
	stormInstances = 4
	stormParallel  = 20
)

// stormMessages are the messages of so many alarms, each one to three times, in disorder.
func stormMessages(alarms int, random *rand.Rand) []string {
	var all []string
	for i := range alarms {
		life := []sent{
			{kind: "OK_TO_FIRING", minute: 0, servers: []string{"A"}},
			{kind: "REPEAT", minute: 10, servers: []string{"A", "B"}},
			{kind: "REPEAT", minute: 20, servers: []string{"B", "C"}},
			{kind: "REPEAT", minute: 30, servers: []string{"B", "C"}},
			{kind: "FIRING_TO_OK", minute: 40},
		}
		for _, message := range life {
			message.key = fmt.Sprintf("alarm-%03d", i)
			for range 1 + random.IntN(3) {
				all = append(all, message.String())
			}
		}
	}
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// deliverAll delivers messages, several at a time, to several instances of the function. What one does not take comes again after
// the others, as with Notifications.
func (b *bench) deliverAll(instances []*handler, messages []string) {
	queue := make(chan string, len(messages))
	var left, workers sync.WaitGroup
	left.Add(len(messages))
	var deliveries atomic.Int64
	for worker := range stormParallel {
		workers.Go(func() {
			for body := range queue {
				ctx, cancel := context.WithTimeout(b.t.Context(), time.Minute)
				status, _ := deliver(ctx, instances[worker%len(instances)], body)
				cancel()
				if status != http.StatusOK && deliveries.Add(1) < 100*int64(len(messages)) {
					queue <- body
					continue
				}
				left.Done()
			}
		})
	}
	for _, body := range messages {
		queue <- body
	}
	left.Wait()
	close(queue)
	workers.Wait()
}

// TestStorm: whatever the order and however often, each alarm has one incident in the end, which has every thread once.
func TestStorm(t *testing.T) {
	b := newBench(t, nil)
	calls := b.storm(func() *ledger.Ledger { return b.table.Ledger() }, 200)
	if most := 200 * 5 * 2; calls > most {
		t.Errorf("%d calls of B2C Service, of %d at most", calls, most)
	}
}

// TestStormOverTheLocalCloud is the same with the ledger in NoSQL.
func TestStormOverTheLocalCloud(t *testing.T) {
	b := newBench(t, nil)
	client, table := nosqltest.Table(t, ledgertest.Name, ddl.CreateTable(ledgertest.Name))
	calls := b.storm(func() *ledger.Ledger { return ledger.New(ledger.Options{Rows: client, Table: table}) }, 200)
	if most := 200 * 5 * 2; calls > most {
		t.Errorf("%d calls of B2C Service, of %d at most", calls, most)
	}
}

// TestStormWithFaults: also not if every tenth call breaks off, carried out or not.
func TestStormWithFaults(t *testing.T) {
	b := newBench(t, nil)
	var calls atomic.Int64
	b.meddle = func(w http.ResponseWriter, r *http.Request) {
		n := calls.Add(1)
		if n%20 == 0 {
			b.desk.ServeHTTP(httptest.NewRecorder(), r)
		}
		if n%10 == 0 {
			panic(http.ErrAbortHandler)
		}
		b.desk.ServeHTTP(w, r)
	}
	b.storm(func() *ledger.Ledger { return b.table.Ledger() }, 50)
}

// storm lets so many alarms live, and returns how often B2C Service was called.
func (b *bench) storm(newLedger func() *ledger.Ledger, alarms int) (calls int) {
	b.t.Helper()
	b.now = time.Now() // a deadline is compared with it
	seed := uint64(time.Now().UnixNano())
	var instances []*handler
	for range stormInstances {
		instances = append(instances, b.instance(newLedger(), nil))
	}
	messages := stormMessages(alarms, rand.New(rand.NewPCG(seed, 0)))
	start := time.Now()
	b.deliverAll(instances, messages)
	calls = len(b.calls())
	b.t.Logf("seed %d: %d messages in %v, with %d calls of B2C Service", seed, len(messages), time.Since(start).Round(time.Millisecond), calls)
	b.expectStormOver(alarms)
	return calls
}

// expectStormOver checks every incident: its status, and that each message and each CLEAR is there once.
func (b *bench) expectStormOver(alarms int) {
	b.t.Helper()
	keys := map[string]bool{}
	all := b.incidents()
	for i, incident := range all {
		keys[incident.Key] = true
		var messages []string
		clears := map[string]int{}
		for _, text := range b.texts(i + 1) {
			_, source, isMessage := strings.Cut(text, incidents.Rule)
			if isMessage {
				messages = append(messages, source)
			} else {
				clears[text]++
			}
		}
		slices.Sort(messages)
		if incident.Status != "Updated" || len(messages) != 5 || len(slices.Compact(messages)) != 5 {
			b.t.Errorf("incident %s is %s and has the threads %q", incident.Key, incident.Status, incident.Threads)
		}
		for text, n := range clears {
			if n != 1 {
				b.t.Errorf("incident %s was told %d times: %s", incident.Key, n, text)
			}
		}
	}
	if n := len(all); n != alarms || len(keys) != alarms {
		b.t.Errorf("%d incidents with %d keys for %d alarms", n, len(keys), alarms)
	}
}
