//go:build engine

package e2e

import (
	"os"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/events"
)

// The life of a registration: made, found as it is, patched, lost behind the
// stack's back and made again, and taken away with the listeners and with the stack.
func TestListeners(t *testing.T) {
	s := newStack(t, repository(t))
	s.up()
	first := s.registration(ticketAPI)
	if first == nil || len(s.registrations()) != 3 {
		t.Fatalf("the registrations are %+v, want those of three APIs", s.registrations())
	}
	if want := s.outputs.EventsWebhookURL + "/troubleTicket"; first.Locality.External.URL != want {
		t.Errorf("the listener's URL is %s, want %s", first.Locality.External.URL, want)
	}
	s.must("refresh", "--yes", "--skip-preview", "--expect-no-changes")

	const query = `(/eventType eq \"TroubleTicketResolvedEvent\")`
	s.setListenerQuery(query)
	if out := s.must("up", "--yes", "--skip-preview"); !strings.Contains(out, "1 updated") {
		t.Errorf("a changed query brings about more than one update:\n%s", out)
	}
	patched := s.registration(ticketAPI)
	if patched.ID != first.ID || patched.APIs[0].Query != strings.ReplaceAll(query, `\`, "") {
		t.Errorf("the registration is %+v, want %s with the query %s", patched, first.ID, query)
	}
	s.mustNotHoldSecrets()

	hub := s.registration(orderAPI)
	s.unregister(patched.ID)
	s.unregister(hub.ID)
	if out := s.must("refresh", "--yes", "--skip-preview"); !strings.Contains(out, "2 deleted") {
		t.Errorf("refresh does not find that two registrations are gone:\n%s", out)
	}
	if out := s.must("up", "--yes", "--skip-preview"); !strings.Contains(out, "2 created") {
		t.Errorf("up does not make the registrations again:\n%s", out)
	}
	for _, gone := range []struct {
		of   api
		last *events.Registration
	}{{ticketAPI, patched}, {orderAPI, hub}} {
		if again := s.registration(gone.of); again == nil || again.ID == gone.last.ID || again.Hub != gone.last.Hub {
			t.Errorf("the registration is %+v, want a new one like %+v", again, gone.last)
		}
	}

	s.setListenerQuery(`(/eventType is \"TroubleTicketResolvedEvent\")`)
	if out, err := s.pulumi("preview"); err == nil || !strings.Contains(out, "listeners[0].query") {
		t.Errorf("a preview with a wrong query: %v\n%s", err, out)
	}
	s.setListenerQuery(query)

	s.upWithout("listeners")
	if left := s.registrations(); len(left) != 0 {
		t.Errorf("a stack without listeners has left behind %+v", left)
	}
	s.mustAnswerGuide()
	s.up()
	s.must("preview", "--expect-no-changes")
	s.mustAnswerGuide()
	s.mustDeliver(ticketAPI, s.event("trouble-ticket-resolved.json"))

	s.must("destroy", "--yes", "--skip-preview")
	if left := s.registrations(); len(left) != 0 {
		t.Errorf("destroy left behind %+v", left)
	}
}

// setListenerQuery changes the first listener's query in the stack's file; its text
// is as YAML writes it between double quotes.
func (s *stack) setListenerQuery(query string) {
	s.t.Helper()
	content, err := os.ReadFile(s.config)
	if err != nil {
		s.t.Fatal(err)
	}
	lines := strings.Split(string(content), "\n")
	for i, line := range lines {
		if key, _, found := strings.Cut(line, "query: "); found && strings.Contains(lines[i-4]+lines[i-3]+lines[i-2]+lines[i-1], "troubleTicket") {
			lines[i] = key + `query: "` + query + `"`
			if err := os.WriteFile(s.config, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
				s.t.Fatal(err)
			}
			return
		}
	}
	s.t.Fatal("the stack's file has no query of troubleTicket")
}
