package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/cxbridge/cxbridge/local/deskreader"
	"github.com/cxbridge/cxbridge/shared/incidents"
	"github.com/cxbridge/cxbridge/shared/tmf"
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
	desk deskreader.Reader

	forgetful bool // opens another incident when a ticket is resolved
	leaky     bool // files what it refuses

	mu     sync.Mutex
	opened int64 // the last ticket's incident
}

func (g *fakeGateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/sms":
		send(g.t, "POST", g.desk.URL, "contacts", `{"name":{"first":"SMS","last":"User"},"phones":[{"number":"+15017122661","phoneType":{"lookupName":"Mobile Phone"}}]}`)
		send(g.t, "POST", g.desk.URL, "incidents", `{"subject":"My line is down","primaryContact":{"id":1},"threads":[{"text":"whole","entryType":{"lookupName":"Note"}}]}`)
		io.WriteString(w, `{"message":"success"}`)
	case !isApplication(r):
		if g.leaky {
			g.takeEvent(r.Body)
		}
		http.Error(w, `{"code":401,"message":"Unauthorized"}`, http.StatusUnauthorized)
	default:
		g.takeEvent(r.Body)
		w.WriteHeader(http.StatusCreated)
	}
}

// isApplication tells the application by the password that it was registered with.
func isApplication(r *http.Request) bool {
	user, password, _ := r.BasicAuth()
	return user == "events" && password == "of the gateway"
}

// register makes the gateway a listener at the desk.
func register(t *testing.T, desk deskreader.Reader, gateway string) {
	t.Helper()
	registration := fmt.Sprintf(`{"affiliated-apis":[{"api-name":"troubleTicket","api-id":"orcl-621","api-version":"v4"}],"type":"external",
		"listener-locality":{"external-listener":{"listener-url":%q,"listener-auth":{"basic":{"username":"events","password":"of the gateway"}}}}}`,
		gateway+"/events/troubleTicket")
	if err := desk.Call(context.Background(), http.MethodPost, "/admin/listenerRegistrations", []byte(registration), nil); err != nil {
		t.Fatal(err)
	}
}

func (g *fakeGateway) takeEvent(body io.Reader) {
	var event struct {
		Event struct{ TroubleTicket struct{ ID, Status string } }
	}
	if err := json.NewDecoder(body).Decode(&event); err != nil {
		g.t.Error(err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	ticket := event.Event.TroubleTicket
	entity := tmf.Entity{API: "troubleTicket", Kind: "troubleTicket", ID: ticket.ID}
	if ticket.Status == "resolved" && !g.forgetful {
		send(g.t, "PATCH", g.desk.URL, fmt.Sprintf("incidents/%d", g.opened), `{"statusWithType":{"status":{"lookupName":"Solved"}},"threads":[{"text":"`+ticket.ID+` is resolved.","entryType":{"id":1}}]}`)
		return
	}
	send(g.t, "POST", g.desk.URL, "incidents", `{"subject":"Line drops","primaryContact":{"id":1},"customFields":{"OCI":{"dedupe_key":"`+entity.Key()+`"}},"threads":[{"text":"`+ticket.ID+` is new.\n\n`+incidents.Rule+`\n{\n}\n","entryType":{"id":1}}]}`)
	incident, err := g.desk.Newest(context.Background())
	if err != nil {
		g.t.Error(err)
		return
	}
	g.opened = incident.ID
	// The desk has other customers, too.
	send(g.t, "POST", g.desk.URL, "incidents", `{"subject":"Of somebody else","primaryContact":{"id":1}}`)
}
