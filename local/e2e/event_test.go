//go:build engine

package e2e

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/desk/cxif"
)

// One stack serves all the ways an event can go.
func TestEvents(t *testing.T) {
	s := newStack(t, repository(t))
	s.set("rateLimit", "{requestsPerSecond: 1000, key: CLIENT_IP}") // the tests call as fast as they can
	s.set("eventToIncident", "{timeoutInSeconds: 15}")              // for so long a killed call holds up the next
	s.up()
	for _, way := range []struct {
		name string
		run  func(*stack)
	}{
		{"keys that cannot be had delay an event", (*stack).withoutKeys}, // first: the gateway keeps those it has
		{"a ticket's events become one incident, which its resolution solves", (*stack).ticketsLife},
		{"every event three times, at once and in disorder, counts once", (*stack).redelivered},
		{"a process that is killed in the middle has done half of it once", (*stack).killedMeanwhile},
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

// ticketsEvents are the samples of a ticket's life, in their order.
var ticketsEvents = []string{"trouble-ticket-created.json", "trouble-ticket-changed.json", "trouble-ticket-resolved.json"}

func (s *stack) ticketsLife() {
	s.mustDeliver(ticketAPI, s.event(ticketsEvents[0]))
	opened := s.incidentOf(ticketAPI, "TT-40117")
	if opened.Subject != "Line drops every evening" || opened.Status != "Unresolved" || len(opened.Threads) != 1 ||
		!strings.Contains(opened.Threads[0].Text, "Sync lost between 19:00 and 21:00") {
		s.t.Errorf("opened: %+v", opened)
	}
	s.mustDeliver(ticketAPI, s.event(ticketsEvents[1]))
	s.mustDeliver(ticketAPI, s.event(ticketsEvents[2]))
	solved := s.incidentOf(ticketAPI, "TT-40117")
	if solved.ID != opened.ID || solved.Status != "Solved" || len(solved.Threads) != 3 {
		s.t.Errorf("solved: %+v, want incident %d with three threads and the status Solved", solved, opened.ID)
	}
}

func (s *stack) failedOrder() {
	s.mustDeliver(orderAPI, s.event("product-order-failed.json"))
	if i := s.incidentOf(orderAPI, "PO-7719"); i.Status != "Unresolved" || !strings.Contains(i.Threads[0].Text, "PO-7719") {
		s.t.Errorf("the incident is %+v", i)
	}
}

func (s *stack) newBill() {
	s.mustDeliver(billAPI, s.event("customer-bill-created.json"))
	if i := s.incidentOf(billAPI, "CB-90051"); !strings.Contains(i.Threads[0].Text, "64.9") {
		s.t.Errorf("the incident is %+v", i)
	}
}

func (s *stack) refusedCallers() {
	event := s.another("trouble-ticket-created.json", "TT-1")
	good := s.token(daemon.EventsClient, daemon.EventsSecret)
	signed, _, _ := strings.Cut(good, ".")
	for name, authorization := range map[string]string{
		"without a token":                "",
		"with a token that is unsigned":  "Bearer eyJhbGciOiJub25lIn0.e30.",
		"with one that says another":     "Bearer " + signed + ".e30." + good[strings.LastIndex(good, ".")+1:],
		"with one of another client":     "Bearer " + s.token(cxif.AdminClient, daemon.AdminSecret),
		"with a good one as a password":  "Basic " + good,
		"with an order's user, password": "Basic ZXZlbnRzOmxvY2FsLWV2ZW50cy1wYXNzd29yZA==",
	} {
		if status := s.postEvent("troubleTicket", authorization, event); status != http.StatusUnauthorized {
			s.t.Errorf("a caller %s is answered %d, want 401", name, status)
		}
	}
	for name, authorization := range map[string]string{
		"without a password":   "",
		"with a wrong one":     "Basic ZXZlbnRzOndyb25n",
		"with another's token": "Bearer " + good,
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

// api is one the stack local listens to.
type api struct {
	name, version, entity string
	taken                 int // the HTTP status by which an event is taken
}

var (
	ticketAPI = api{"troubleTicket", "v4", "troubleTicket", http.StatusCreated}
	orderAPI  = api{"productOrderingManagement", "v4", "productOrder", http.StatusCreated}
	billAPI   = api{"customerBillManagement", "v5", "customerBill", http.StatusNoContent}
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

// another is a sample as it would be of another entity: with an id of its own, too.
func (s *stack) another(name, entity string) []byte {
	s.t.Helper()
	event := s.event(name)
	for _, usual := range []string{"TT-40117", "PO-7719", "CB-90051"} {
		event = bytes.ReplaceAll(event, []byte(usual), []byte(entity))
	}
	return bytes.Replace(event, []byte(`"eventId": "`), []byte(`"eventId": "`+entity+"-"), 1)
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
