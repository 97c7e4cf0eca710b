package main

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/incidents/incidentstest"
	"github.com/cxbridge/cxbridge/shared/ledger/ledgertest"
	"github.com/cxbridge/cxbridge/shared/once"
)

// patient is a bench on which things go wrong.
type patient struct {
	*bench
	*incidentstest.Trouble
}

func newPatient(t *testing.T, settings map[string]string) *patient {
	b := newBench(t, settings)
	p := &patient{b, incidentstest.NewTrouble(b.Bench)}
	p.handler = p.instance(p.Ledger(), settings)
	return p
}

// lives are tickets' lives with their last status. Their severity is the last event's that says one.
var lives = []struct {
	name   string
	events []sent
	status string
}{
	{"resolved", []sent{{kind: "Create", state: "acknowledged", severity: "Minor"}, {kind: "StatusChange", minute: 10, state: "inProgress", severity: "Critical"},
		{kind: "AttributeValueChange", minute: 20, severity: "Major"}, {kind: "Resolved", minute: 30, state: "resolved"}}, "Solved"},
	{"alive again", []sent{{kind: "Create", state: "acknowledged"}, {kind: "Resolved", minute: 10, state: "resolved", severity: "Critical"},
		{kind: "StatusChange", minute: 20, state: "inProgress"}, {kind: "AttributeValueChange", minute: 30, severity: "Major"}}, "Unresolved"},
}

// between is what happens before the event that the mishap struck is delivered again.
type between struct {
	name string
	next int           // how many of the next events come
	wait time.Duration // before that
}

// TestMishaps: whatever goes wrong at whichever call of whichever event, and whatever comes before it is delivered again, no thread
// and no incident is doubled or lost, and the last status stands.
func TestMishaps(t *testing.T) {
	for _, m := range incidentstest.Mishaps() {
		for _, b := range []between{{name: "nothing"}, {"the next event", 1, 0}, {"the next event, later", 1, once.Patience}, {"all others, later", 3, once.Patience}} {
			if m.Hangs && b.next > 0 {
				continue // is as if the connection were broken
			}
			for at := 1; at <= 3; at++ {
				for l := range lives {
					for struck := range lives[l].events {
						t.Run(fmt.Sprintf("%s/%s/%s/event %d/call %d", m.Name, b.name, lives[l].name, struck, at), func(t *testing.T) {
							testMishap(t, m, b, l, struck, at)
						})
					}
				}
			}
		}
	}
}

func testMishap(t *testing.T, m incidentstest.Mishap, b between, l, struck, at int) {
	events := lives[l].events
	p := newPatient(t, nil)
	p.must(bodies(events[:struck])...)
	p.Suffer(m, at)
	p.deliver(events[struck].String())
	p.Recover()
	p.Pass(b.wait)
	for _, next := range bodies(events[struck+1 : min(struck+1+b.next, len(events))]) {
		p.deliver(next)
	}
	p.must(bodies(events[struck:])...)
	p.expectOnce(events, lives[l].status)
	if got := p.Incidents()[0].Severity; got != "2 - Severe" {
		t.Errorf("severity = %s\n%s", got, &p.Log)
	}
}

func bodies(events []sent) []string {
	var all []string
	for _, event := range events {
		all = append(all, event.String())
	}
	return all
}

// expectOnce: there is one incident, with a status, which was told each event once.
func (p *patient) expectOnce(events []sent, status string) {
	p.T.Helper()
	if all := p.Incidents(); len(all) != 1 || all[0].Status != status || len(all[0].Threads) != len(events) {
		p.T.Errorf("incidents = %+v, want one that is %s\n%s", all, status, &p.Log)
	}
	for _, event := range events {
		if n := p.told(1, event); n != 1 {
			p.T.Errorf("told %d times: %s\n%s", n, event.id(), &p.Log)
		}
	}
}

// TestWaiting: an entity's events wait for one that failed halfway, for a while; another entity's do not.
func TestWaiting(t *testing.T) {
	p := newPatient(t, nil)
	p.must(created(0))
	p.Suffer(incidentstest.Mishap{Commits: true, Lasts: true}, 2)
	if status := p.deliver(resolved(1)); status != http.StatusBadGateway {
		t.Fatalf("answer = %d", status)
	}
	p.Recover()
	p.Calls()
	if status := p.deliver(changed(2)); status != http.StatusServiceUnavailable {
		t.Errorf("answer while another event comes first = %d", status)
	}
	p.ExpectCalls()
	p.must(sent{kind: "Create", ticket: "TT-2"}.String(), created(0), resolved(1), changed(2))
	if got := p.Incidents()[0]; got.Status != "Solved" || len(got.Threads) != 3 {
		t.Errorf("incident = %+v", got)
	}
}

// TestLedgerFails: without the ledger nothing is written.
func TestLedgerFails(t *testing.T) {
	p := newPatient(t, nil)
	for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden} {
		p.Table.Fail(ledgertest.Fault{Status: status})
		if got := p.deliver(created(0)); got != http.StatusBadGateway {
			t.Errorf("answer = %d", got)
		}
	}
	p.ExpectCalls()
	p.must(created(0))
	p.Expect(ticket("Unresolved", isCreated))
}

// TestUnknownSuccessor: an event follows the incident that another one opened, which failed halfway.
func TestUnknownSuccessor(t *testing.T) {
	p := newPatient(t, map[string]string{"reopen_within": "0"})
	p.must(created(0), resolved(1))
	p.Pass(minutes(1))
	p.Suffer(incidentstest.Mishap{Commits: true, Lasts: true}, 2)
	if status := p.deliver(turned(2, "inProgress")); status != http.StatusBadGateway {
		t.Fatalf("answer = %d", status)
	}
	p.Recover()
	p.Pass(once.Patience)
	p.must(resolved(3), turned(2, "inProgress"))
	p.Expect(ticket("Solved", isCreated, isResolved), ticket("Solved", isTurned, isResolved))
}

// TestAgentBetween: what an agent does between an event that failed halfway and its next delivery stays.
func TestAgentBetween(t *testing.T) {
	for name, before := range map[string][]string{"opened": nil, "changed": {turned(0, "held")}} {
		t.Run(name, func(t *testing.T) {
			p := newPatient(t, nil)
			p.must(before...)
			p.Suffer(incidentstest.Mishap{Commits: true, Lasts: true}, 2)
			event := turned(1, "acknowledged")
			if status := p.deliver(event); status != http.StatusBadGateway {
				t.Fatalf("answer = %d", status)
			}
			p.Recover()
			p.Agent(1, incidentstest.Solve)
			p.must(event)
			if got := p.Incidents()[0].Status; got != "Solved" {
				t.Errorf("status = %s", got)
			}
		})
	}
}

// TestGivenUp: an end sets the incident's status even if what opened it again failed halfway and does not come again.
func TestGivenUp(t *testing.T) {
	p := newPatient(t, nil)
	p.must(created(0), resolved(1))
	p.Suffer(incidentstest.Mishap{Commits: true, Lasts: true}, 2)
	if status := p.deliver(turned(2, "inProgress")); status != http.StatusBadGateway {
		t.Fatalf("answer = %d", status)
	}
	p.Recover()
	p.Pass(once.Patience)
	p.must(changed(3))
	p.Expect(ticket("Unresolved", isCreated, isResolved, isTurned, isChanged))
	p.must(turned(4, "closed"))
	p.Expect(ticket("Solved", isCreated, isResolved, isTurned, isChanged, isTurned))
}
