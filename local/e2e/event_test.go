//go:build engine

package e2e

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// One stack serves all the ways an event can go.
func TestEvents(t *testing.T) {
	s := newStack(t, repository(t))
	s.setRate(1000)
	s.up()
	for _, way := range []struct {
		name string
		run  func(*stack)
	}{
		{"a ticket's events become one incident, which its resolution solves", (*stack).ticketsLife},
		{"the events again and again, in disorder, change nothing", (*stack).redelivered},
		{"an order's failure comes with a user's password", (*stack).failedOrder},
		{"a bill is answered as version 5 wants", (*stack).newBill},
		{"who does not prove to be the application is refused", (*stack).refusedCallers},
		{"only what the stack listens to is taken", (*stack).otherAPIs},
	} {
		t.Run(way.name, func(t *testing.T) {
			part := *s
			part.t = t
			part.forgetCalls()
			way.run(&part)
		})
	}
}

func (s *stack) ticketsLife() {
	s.mustDeliver(ticketAPI, http.StatusCreated, s.event("trouble-ticket-created.json"))
	opened := s.newestIncident()
	if opened.Subject != "Line drops every evening" || opened.Status != "Unresolved" || len(opened.Threads) != 1 ||
		!strings.Contains(opened.Threads[0].Text, "Sync lost between 19:00 and 21:00") {
		s.t.Errorf("opened: %+v", opened)
	}
	s.mustDeliver(ticketAPI, http.StatusCreated, s.event("trouble-ticket-changed.json"))
	s.mustDeliver(ticketAPI, http.StatusCreated, s.event("trouble-ticket-resolved.json"))
	solved := s.newestIncident()
	if solved.ID != opened.ID || solved.Status != "Solved" || len(solved.Threads) != 3 {
		s.t.Errorf("solved: %+v, want incident %d with three threads and the status Solved", solved, opened.ID)
	}
}

// redelivered is another ticket, with events of its own, of which the last is heard
// first.
func (s *stack) redelivered() {
	lives := []string{"trouble-ticket-resolved.json", "trouble-ticket-created.json", "trouble-ticket-changed.json"}
	for round := range 3 {
		for i := range lives {
			event := s.event(lives[(round+i)%len(lives)])
			event = bytes.ReplaceAll(event, []byte("TT-40117"), []byte("TT-40118"))
			s.mustDeliver(ticketAPI, http.StatusCreated, bytes.Replace(event, []byte(`"eventId": "`), []byte(`"eventId": "2-`), 1))
		}
	}
	incident := s.newestIncident()
	if incident.Status != "Solved" || len(incident.Threads) != len(lives) {
		s.t.Errorf("the incident is %+v, want it solved, with a thread for each of the %d events", incident, len(lives))
	}
	if other, err := s.desk().Incident(context.Background(), incident.ID-1); err == nil && len(other.Threads) != len(lives) {
		s.t.Errorf("the first ticket's incident was told of the second: %+v", other)
	}
}

func (s *stack) failedOrder() {
	s.mustDeliver(orderAPI, http.StatusCreated, s.event("product-order-failed.json"))
	if i := s.newestIncident(); i.Status != "Unresolved" || !strings.Contains(i.Threads[0].Text, "PO-7719") {
		s.t.Errorf("the incident is %+v", i)
	}
}

func (s *stack) newBill() {
	s.mustDeliver(billAPI, http.StatusNoContent, s.event("customer-bill-created.json"))
	if i := s.newestIncident(); !strings.Contains(i.Threads[0].Text, "64.9") {
		s.t.Errorf("the incident is %+v", i)
	}
}

func (s *stack) refusedCallers() {
	event := s.event("trouble-ticket-created.json")
	for name, authorization := range map[string]string{
		"without a token":          "",
		"made up":                  "Bearer eyJhbGciOiJub25lIn0.e30.",
		"with a user's password":   "Basic ZXZlbnRzOmxvY2FsLWV2ZW50cy1wYXNzd29yZA==",
		"of another of its client": "Bearer " + s.token("cxif-admin", "local-admin-secret"),
	} {
		if status := s.postEvent("troubleTicket", authorization, event); status != http.StatusUnauthorized {
			s.t.Errorf("a caller %s is answered %d, want 401", name, status)
		}
	}
	for name, authorization := range map[string]string{
		"without a password":   "",
		"with a wrong one":     "Basic ZXZlbnRzOndyb25n",
		"with another's token": "Bearer " + s.token("cxbridge-events", "local-events-secret"),
	} {
		if status := s.postEvent("productOrderingManagement", authorization, event); status != http.StatusUnauthorized {
			s.t.Errorf("a caller %s is answered %d, want 401", name, status)
		}
	}
	s.mustHaveCalled(0)
}

// otherAPIs: a name that is written otherwise does not lead past the token.
func (s *stack) otherAPIs() {
	event := s.event("trouble-ticket-created.json")
	for _, api := range []string{"trouble%54icket", "TROUBLETICKET", "serviceProblem"} {
		if status := s.postEvent(api, "", event); status != http.StatusNotFound {
			s.t.Errorf("an event of %s is answered %d, want 404", api, status)
		}
	}
	s.mustHaveCalled(0)
}

// setRate lets an address call more often than the stack local does: the tests call
// as fast as they can.
func (s *stack) setRate(requestsPerSecond int) {
	s.t.Helper()
	content, err := os.ReadFile(s.config)
	if err != nil {
		s.t.Fatal(err)
	}
	rate := fmt.Sprintf("config:\n  cxbridge:rateLimit: {requestsPerSecond: %d, key: CLIENT_IP}\n", requestsPerSecond)
	if err := os.WriteFile(s.config, bytes.Replace(content, []byte("config:\n"), []byte(rate), 1), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// api is one the stack local listens to.
type api struct{ name, version string }

var (
	ticketAPI = api{"troubleTicket", "v4"}
	orderAPI  = api{"productOrderingManagement", "v4"}
	billAPI   = api{"customerBillManagement", "v5"}
)

// event is one of the function's samples.
func (s *stack) event(name string) []byte {
	s.t.Helper()
	content, err := os.ReadFile(filepath.Join(s.engine.Checkout.Root, "functions", "event-to-incident", "testdata", name))
	if err != nil {
		s.t.Fatal(err)
	}
	return content
}

// postEvent posts past the application, as anybody can.
func (s *stack) postEvent(api, authorization string, event []byte) int {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodPost, s.outputs.EventsWebhookURL+"/"+api, bytes.NewReader(event))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	answer.Body.Close()
	return answer.StatusCode
}
