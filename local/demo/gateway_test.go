package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/cxbridge/cxbridge/local/daemon"
)

// The samples of the tests, with what the demo looks at.
const (
	created  = `{"eventId":"id-of-created","event":{"troubleTicket":{"id":"TT-1","href":"/troubleTicket/TT-1","status":"acknowledged"}}}`
	resolved = `{"eventId":"id-of-resolved","event":{"troubleTicket":{"id":"TT-1","href":"/troubleTicket/TT-1","status":"resolved"}}}`
)

// fakeGateway is the gateway with its functions: an SMS becomes an incident, and so
// does a ticket's event, if that is sent as the application was told to.
type fakeGateway struct {
	t    *testing.T
	desk string

	mu     sync.Mutex
	ids    []string // of the events that came
	opened int64    // the last ticket's incident
}

// password is what the application shows.
const password = "Basic the-application"

func (g *fakeGateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/sms":
		send(g.t, "POST", g.desk, "contacts", `{"name":{"first":"SMS","last":"User"},"phones":[{"number":"+15017122661","phoneType":{"lookupName":"Mobile Phone"}}]}`)
		send(g.t, "POST", g.desk, "incidents", `{"subject":"My line is down","primaryContact":{"id":1},"threads":[{"text":"whole","entryType":{"lookupName":"Note"}}]}`)
		io.WriteString(w, `{"message":"success"}`)
	case r.Header.Get("Authorization") != password:
		http.Error(w, `{"code":401,"message":"Unauthorized"}`, http.StatusUnauthorized)
	default:
		g.takeEvent(r.Body)
		w.WriteHeader(http.StatusCreated)
	}
}

func (g *fakeGateway) takeEvent(body io.Reader) {
	var event struct {
		EventID string
		Event   struct{ TroubleTicket struct{ ID, Status string } }
	}
	if err := json.NewDecoder(body).Decode(&event); err != nil {
		g.t.Error(err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ids = append(g.ids, event.EventID)
	ticket := event.Event.TroubleTicket
	if ticket.Status == "resolved" {
		send(g.t, "PATCH", g.desk, fmt.Sprintf("incidents/%d", g.opened), `{"statusWithType":{"status":{"lookupName":"Solved"}},"threads":[{"text":"`+ticket.ID+` is resolved.","entryType":{"id":1}}]}`)
		return
	}
	send(g.t, "POST", g.desk, "incidents", `{"subject":"Line drops","primaryContact":{"id":1},"threads":[{"text":"`+ticket.ID+` is new.","entryType":{"id":1}}]}`)
	incident, err := (daemon.Addresses{Desk: g.desk, DeskUser: daemon.DeskUser, DeskPassword: daemon.DeskPassword}).Reader().Newest(context.Background())
	if err != nil {
		g.t.Error(err)
		return
	}
	g.opened = incident.ID
}

// fakeApplication is the desk's other half until the desk has it.
type fakeApplication struct {
	t        *testing.T
	desk     http.Handler
	listener string
}

func (a *fakeApplication) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/oauth2/v1/token":
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"access_token":"header.claims.signature","token_type":"Bearer","expires_in":60}`)
	case strings.HasPrefix(r.URL.Path, "/cxif/events/"):
		request, err := http.NewRequest(http.MethodPost, a.listener, r.Body)
		if err != nil {
			a.t.Error(err)
			return
		}
		request.Header.Set("Authorization", password)
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			a.t.Error(err)
			return
		}
		answer.Body.Close()
		fmt.Fprintf(w, `{"deliveries":[{"id":"d1","eventId":"e","url":%q,"status":%d,"outcome":"delivered"}]}`, a.listener, answer.StatusCode)
	default:
		a.desk.ServeHTTP(w, r)
	}
}
