package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/cxbridge/cxbridge/local/cloud/nosql/nosqltest"
	"github.com/cxbridge/cxbridge/shared/incidents"
	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/cxbridge/cxbridge/shared/ledger/ddl"
	"github.com/cxbridge/cxbridge/shared/ledger/ledgertest"
)

const stormInstances = 4

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

// TestStorm: whatever the order and however often, each alarm has one incident in the end, which has every thread once.
func TestStorm(t *testing.T) {
	b := newBench(t, nil)
	b.mustStorm(func() *ledger.Ledger { return b.Table.Ledger() })
}

// TestStormOverTheLocalCloud is the same with the ledger in NoSQL.
func TestStormOverTheLocalCloud(t *testing.T) {
	b := newBench(t, nil)
	client, table := nosqltest.Table(t, ledgertest.Name, ddl.CreateTable(ledgertest.Name))
	b.mustStorm(func() *ledger.Ledger { return ledger.New(ledger.Options{Rows: client, Table: table}) })
}

// mustStorm lets two hundred alarms live, in so few calls of B2C Service as their messages take.
func (b *bench) mustStorm(newLedger func() *ledger.Ledger) {
	b.T.Helper()
	const alarms = 200
	if calls, most := b.storm(newLedger, alarms), alarms*5*2; calls > most {
		b.T.Errorf("%d calls of B2C Service, of %d at most", calls, most)
	}
}

// TestStormWithFaults: also not if every tenth call breaks off, carried out or not.
func TestStormWithFaults(t *testing.T) {
	b := newBench(t, nil)
	var calls atomic.Int64
	b.Meddle = func(w http.ResponseWriter, r *http.Request) {
		n := calls.Add(1)
		if n%20 == 0 {
			b.Desk.ServeHTTP(httptest.NewRecorder(), r)
		}
		if n%10 == 0 {
			panic(http.ErrAbortHandler)
		}
		b.Desk.ServeHTTP(w, r)
	}
	b.storm(func() *ledger.Ledger { return b.Table.Ledger() }, 50)
}

// storm lets so many alarms live, and returns how often B2C Service was called.
func (b *bench) storm(newLedger func() *ledger.Ledger, alarms int) (calls int) {
	b.T.Helper()
	b.KeepTime()
	var instances []*handler
	for range stormInstances {
		instances = append(instances, b.instance(newLedger(), nil))
	}
	messages := stormMessages(alarms, rand.New(rand.NewPCG(*modelSeed, 0)))
	b.Storm(len(instances), messages, func(ctx context.Context, instance int, body string) bool {
		status, _ := deliver(ctx, instances[instance], body)
		return status == http.StatusOK
	})
	calls = len(b.Calls())
	b.T.Logf("%d messages, with %d calls of B2C Service", len(messages), calls)
	b.expectStormOver(alarms)
	return calls
}

// expectStormOver checks every incident: its status, and that each message and each CLEAR is there once.
func (b *bench) expectStormOver(alarms int) {
	b.T.Helper()
	keys := map[string]bool{}
	all := b.Incidents()
	for i, incident := range all {
		keys[incident.Key] = true
		var messages []string
		clears := map[string]int{}
		for _, text := range b.Texts(i + 1) {
			_, source, isMessage := strings.Cut(text, incidents.Rule)
			if isMessage {
				messages = append(messages, source)
			} else {
				clears[text]++
			}
		}
		slices.Sort(messages)
		if incident.Status != "Updated" || len(messages) != 5 || len(slices.Compact(messages)) != 5 {
			b.T.Errorf("incident %s is %s and has the threads %q", incident.Key, incident.Status, incident.Threads)
		}
		for text, n := range clears {
			if n != 1 {
				b.T.Errorf("incident %s was told %d times: %s", incident.Key, n, text)
			}
		}
	}
	if n := len(all); n != alarms || len(keys) != alarms {
		b.T.Errorf("%d incidents with %d keys for %d alarms", n, len(keys), alarms)
	}
}
