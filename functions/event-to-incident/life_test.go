package main

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/incidents/incidentstest"
)

// TestLife: what becomes of a ticket's incident, event by event.
func TestLife(t *testing.T) {
	tests := []struct {
		name   string
		events []string
		want   filed
	}{
		{"is resolved", []string{created(0), changed(1), resolved(2)}, ticket("Solved", isCreated, isChanged, isResolved)},
		{"is held", []string{created(0), turned(1, "held")}, ticket("Unresolved", isCreated, isTurned)},
		{"is closed", []string{created(0), resolved(1), turned(2, "closed")}, ticket("Solved", isCreated, isResolved, isTurned)},
		{"comes alive again", []string{created(0), resolved(1), turned(2, "inProgress")}, ticket("Unresolved", isCreated, isResolved, isTurned)},
		{"is acknowledged again", []string{created(0), resolved(1), turned(2, "acknowledged")}, ticket("Unresolved", isCreated, isResolved, isTurned)},
		{"is resolved again", []string{created(0), resolved(1), turned(2, "inProgress"), resolved(3)}, ticket("Solved", isCreated, isResolved, isTurned, isResolved)},
		{"is deleted", []string{created(0), deleted(1)}, ticket("Solved", isCreated, isDeleted)},
		{"is deleted when resolved", []string{created(0), resolved(1), deleted(2)}, ticket("Solved", isCreated, isResolved, isDeleted)},
		{"is not known when it changes", []string{changed(1)}, ticket("Unresolved", isChanged)},
		{"is not known when it is in progress", []string{turned(1, "inProgress")}, ticket("Unresolved", isTurned)},
		{"is not known when it is resolved", []string{resolved(1)}, ticket("Solved", isResolved)},
		{"its end overtakes", []string{resolved(2), created(0), changed(1)}, ticket("Solved", isResolved, "LATE, "+isCreated, "LATE, "+isChanged)},
		{"a change overtakes its end", []string{created(0), changed(2), resolved(1)}, ticket("Solved", isCreated, isChanged, "LATE, "+isResolved)},
		{"a second life overtakes", []string{created(0), turned(2, "inProgress"), resolved(1)}, ticket("Unresolved", isCreated, isTurned, "LATE, "+isResolved)},
		{"a second end overtakes", []string{created(0), resolved(1), resolved(3), turned(2, "inProgress")}, ticket("Solved", isCreated, isResolved, isResolved, "LATE, "+isTurned)},
		{"all in a minute", []string{resolved(0), turned(0, "inProgress"), changed(0), created(0)},
			ticket("Solved", isResolved, "LATE, "+isTurned, "LATE, "+isChanged, "LATE, "+isCreated)},
		{"states in a minute come as they are sent", []string{created(0), resolved(1), sent{kind: "Resolved", minute: 1, state: "inProgress", name: "x"}.String()},
			ticket("Unresolved", isCreated, isResolved, isResolved)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, nil)
			for _, event := range test.events {
				b.must(event, event)
			}
			b.must(test.events...)
			b.Expect(test.want)
		})
	}
}

// TestTimeless: events without a time, or with one that cannot be, are taken in the order of arrival.
func TestTimeless(t *testing.T) {
	for name, wrong := range map[string]func(s sent) sent{
		"none":          func(s sent) sent { s.timeless = true; return s },
		"in the future": func(s sent) sent { s.minute = 1e6 - s.minute; return s },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			for i, event := range []sent{{kind: "Create", state: "acknowledged"}, {kind: "StatusChange", state: "held"},
				{kind: "Resolved", state: "resolved"}, {kind: "StatusChange", state: "inProgress"}} {
				event.minute = i
				body := wrong(event).String()
				b.must(body, body)
			}
			b.Expect(ticket("Unresolved", isCreated, isTurned, isResolved, isTurned))
			b.must(resolved(1))
			if got := b.Incidents()[0].Status; got != "Solved" {
				t.Errorf("status after an event with a time: %s", got)
			}
		})
	}
}

// TestAgent: what an agent has done to the incident is respected.
func TestAgent(t *testing.T) {
	const raised = `{"severity":{"lookupName":"1 - Most Severe"}}`
	tests := []struct {
		name   string
		before []string
		change string
		after  []string
		want   filed
	}{
		{"closed while it is worked on", []string{created(0)}, incidentstest.Solve, []string{changed(1), turned(2, "held"), resolved(3)},
			ticket("Solved", isCreated, isChanged, isTurned, isResolved)},
		{"waiting", []string{created(0)}, incidentstest.Waiting, []string{changed(1), resolved(2)}, ticket("Waiting", isCreated, isChanged, isResolved)},
		{"waiting, and alive again", []string{created(0), resolved(1)}, incidentstest.Waiting, []string{turned(2, "inProgress")},
			ticket("Waiting", isCreated, isResolved, isTurned)},
		{"closed, and alive again", []string{created(0)}, incidentstest.Solve, []string{resolved(1), turned(2, "inProgress")},
			ticket("Unresolved", isCreated, isResolved, isTurned)},
		{"closed, and told of late", []string{created(1)}, incidentstest.Solve, []string{changed(0)}, ticket("Solved", isCreated, "LATE, "+isChanged)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, nil)
			b.must(test.before...)
			b.Agent(1, test.change)
			b.must(test.after...)
			b.Expect(test.want)
		})
	}
	t.Run("severity", func(t *testing.T) {
		b := newBench(t, nil)
		b.must(sent{kind: "Create", severity: "Minor", state: "acknowledged"}.String())
		b.Agent(1, raised)
		b.must(sent{kind: "AttributeValueChange", minute: 1, severity: "Major"}.String())
		if got := b.Incidents()[0].Severity; got != "1 - Most Severe" {
			t.Errorf("severity = %s", got)
		}
	})
}

// TestSeverity: the newest event that says one decides.
func TestSeverity(t *testing.T) {
	b := newBench(t, nil)
	for i, step := range []struct {
		minute         int
		severity, want string
	}{
		{1, "Major", "2 - Severe"}, {2, "Critical", "1 - Most Severe"}, {0, "Major", "1 - Most Severe"}, {4, "", "1 - Most Severe"}, {3, "Major", "2 - Severe"},
	} {
		b.must(sent{kind: "AttributeValueChange", minute: step.minute, severity: step.severity}.String())
		if got := b.Incidents()[0].Severity; got != step.want {
			t.Errorf("%d: severity = %q, want %q", i, got, step.want)
		}
	}
}

func TestReopen(t *testing.T) {
	tests := []struct {
		within string
		minute int // when it comes alive; it was closed at minute 10
		want   []filed
	}{
		{"", 11, []filed{ticket("Unresolved", isCreated, isResolved, isTurned)}},
		{"", 10 + 72*60, []filed{ticket("Unresolved", isCreated, isResolved, isTurned)}},
		{"", 11 + 72*60, []filed{ticket("Solved", isCreated, isResolved), ticket("Unresolved", isTurned)}},
		{"1m", 12, []filed{ticket("Solved", isCreated, isResolved), ticket("Unresolved", isTurned)}},
		{"0", 11, []filed{ticket("Solved", isCreated, isResolved), ticket("Unresolved", isTurned)}},
	}
	for _, test := range tests {
		for _, timeless := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/%d/timeless %v", test.within, test.minute, timeless), func(t *testing.T) {
				b := newBench(t, map[string]string{"reopen_within": test.within})
				b.must(created(0))
				b.Pass(minutes(10))
				b.must(resolved(10))
				b.Pass(minutes(test.minute - 10))
				b.must(sent{kind: "StatusChange", minute: test.minute, state: "inProgress", timeless: timeless}.String())
				b.Expect(test.want...)
				// The ledger follows the right one.
				b.Calls()
				b.must(changed(test.minute + 1))
				newest := []string{"1", "2"}[len(test.want)-1]
				b.ExpectCalls("GET incidents/"+newest, "PATCH incidents/"+newest)
			})
		}
	}
}

// TestDeletedIncident: a ticket that is worked on has an incident, and one that is not needs none.
func TestDeletedIncident(t *testing.T) {
	for name, test := range map[string]struct {
		event string
		want  int
	}{
		"resolved": {resolved(1), 0}, "late": {changed(-1), 0}, "changed": {changed(1), 1}, "held": {turned(1, "held"), 1}, "deleted": {deleted(1), 0},
	} {
		b := newBench(t, nil)
		b.must(created(0))
		b.Delete(1)
		b.must(test.event, test.event)
		if n := len(b.Incidents()); n != test.want {
			t.Errorf("%s: %d incidents, want %d", name, n, test.want)
		}
	}
}

// TestLedgerLost: B2C Service knows the incident by its key, and what it was told.
func TestLedgerLost(t *testing.T) {
	for name, test := range map[string]struct {
		event string
		want  filed
	}{
		"the same":     {created(0), ticket("Unresolved", isCreated)},
		"changed":      {changed(1), ticket("Unresolved", isCreated, isChanged)},
		"resolved":     {resolved(1), ticket("Solved", isCreated, isResolved)},
		"acknowledged": {turned(1, "acknowledged"), ticket("Unresolved", isCreated, isTurned)},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			b.must(created(0))
			other := newBench(t, nil) // another ledger
			b.handler = b.instance(other.Table.Ledger(), nil)
			b.must(test.event, test.event)
			b.Expect(test.want)
		})
	}
	for name, test := range map[string]struct{ event, status string }{
		"over, and changed": {changed(2), "Solved"}, "over, and alive again": {turned(2, "inProgress"), "Unresolved"}, "over, and late": {created(0), "Solved"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			b.must(created(0), resolved(1))
			other := newBench(t, nil)
			b.handler = b.instance(other.Table.Ledger(), nil)
			b.must(test.event)
			if got := b.Incidents(); len(got) != 1 || got[0].Status != test.status {
				t.Errorf("incidents = %+v", got)
			}
		})
	}
	t.Run("the agent's status stays", func(t *testing.T) {
		b := newBench(t, nil)
		b.must(created(0))
		b.Agent(1, incidentstest.Waiting)
		other := newBench(t, nil)
		b.handler = b.instance(other.Table.Ledger(), nil)
		b.must(resolved(1))
		b.Expect(ticket("Waiting", isCreated, isResolved))
	})
}

// TestRemembered: an event counts once for as long as the row lives.
func TestRemembered(t *testing.T) {
	b := newBench(t, nil)
	b.must(created(0))
	b.Pass(80 * 24 * time.Hour)
	b.must(changed(1), created(0))
	b.Expect(ticket("Unresolved", isCreated, isChanged))
}

// TestCalls: two at the most for an event of a known entity, and none for one that was seen.
func TestCalls(t *testing.T) {
	b := newBench(t, nil)
	b.must(created(0))
	b.ExpectCalls("GET incidents", "POST incidents")
	for _, body := range []string{changed(1), turned(2, "held"), resolved(3), turned(5, "inProgress"), changed(4), resolved(6), deleted(7)} {
		b.must(body)
		b.ExpectCalls("GET incidents/1", "PATCH incidents/1")
		b.must(body)
		b.ExpectCalls()
	}
}

// TestRefused: what B2C Service refuses was not written, so nothing waits for it.
func TestRefused(t *testing.T) {
	for _, status := range []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound} {
		b := newBench(t, nil)
		b.must(created(0))
		b.Meddle = func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPatch {
				w.WriteHeader(status)
				return
			}
			b.Desk.ServeHTTP(w, r)
		}
		if status := b.deliver(changed(1)); status != http.StatusBadGateway {
			t.Errorf("answer = %d", status)
		}
		b.Meddle = nil
		b.must(resolved(2))
		b.Expect(ticket("Solved", isCreated, isResolved))
	}
}
