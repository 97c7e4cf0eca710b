package main

import (
	"context"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/cxbridge/cxbridge/local/cloud/nosql/nosqltest"
	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/cxbridge/cxbridge/shared/ledger/ddl"
	"github.com/cxbridge/cxbridge/shared/ledger/ledgertest"
)

const stormInstances = 4

// stormLife is the life of every ticket in a storm.
var stormLife = []sent{
	{kind: "Create", state: "acknowledged"},
	{kind: "StatusChange", minute: 10, state: "resolved"},
	{kind: "StatusChange", minute: 20, state: "inProgress"},
	{kind: "AttributeValueChange", minute: 30},
	{kind: "Resolved", minute: 40, state: "resolved"},
}

// TestStorm: whatever the order and however often, each ticket has one incident in the end, which has every thread once.
func TestStorm(t *testing.T) {
	b := newBench(t, nil)
	const tickets = 150
	if calls, most := b.storm(func() *ledger.Ledger { return b.Table.Ledger() }, tickets), tickets*len(stormLife)*2; calls > most {
		t.Errorf("%d calls of B2C Service, of %d at most", calls, most)
	}
}

// TestStormOverTheLocalCloud is the same with the ledger in NoSQL.
func TestStormOverTheLocalCloud(t *testing.T) {
	b := newBench(t, nil)
	client, table := nosqltest.Table(t, ledgertest.Name, ddl.CreateTable(ledgertest.Name))
	b.storm(func() *ledger.Ledger { return ledger.New(ledger.Options{Rows: client, Table: table}) }, 100)
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

// storm lets so many tickets live, each event being delivered one to three times, and returns how often B2C Service was called.
func (b *bench) storm(newLedger func() *ledger.Ledger, tickets int) (calls int) {
	b.T.Helper()
	b.KeepTime()
	var instances []*handler
	for range stormInstances {
		instances = append(instances, b.instance(newLedger(), nil))
	}
	random := rand.New(rand.NewPCG(*modelSeed, 0))
	var events []string
	for i := range tickets {
		for _, event := range stormLife {
			event.ticket = number(i + 1)
			for range 1 + random.IntN(3) {
				events = append(events, event.String())
			}
		}
	}
	random.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
	b.Storm(len(instances), events, func(ctx context.Context, instance int, body string) bool {
		return deliver(ctx, instances[instance], "troubleTicket", body).Code == http.StatusCreated
	})
	calls = len(b.Calls())
	b.T.Logf("%d events, with %d calls of B2C Service", len(events), calls)
	b.expectLives(tickets, stormLife, "Solved")
	return calls
}

// expectLives: each ticket has one incident, with a status, which was told every event of a life once.
func (b *bench) expectLives(tickets int, life []sent, status string) {
	b.T.Helper()
	keys := map[string]bool{}
	all := b.Incidents()
	for i, incident := range all {
		keys[incident.Key] = true
		for _, event := range life {
			event.ticket = incident.Key[len("troubleTicket:troubleTicket:"):]
			if n := b.told(i+1, event); n != 1 {
				b.T.Errorf("%s was told %d times %s: %q", incident.Key, n, event.id(), incident.Threads)
			}
		}
		if incident.Status != status || len(incident.Threads) != len(life) {
			b.T.Errorf("%s is %s: %q", incident.Key, incident.Status, incident.Threads)
		}
	}
	if len(all) != tickets || len(keys) != tickets {
		b.T.Errorf("%d incidents with %d keys for %d tickets", len(all), len(keys), tickets)
	}
}
