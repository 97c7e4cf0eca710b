package desk_test

import (
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/desk"
)

const ticketHub = "/troubleTicket/v4/hub"

// subscribe makes a subscription and returns its id.
func (c *client) subscribe(hub, callback, query string) string {
	c.t.Helper()
	var made struct{ ID, Callback, Query string }
	a := c.must(201, "POST", hub, `{"callback":"`+callback+`","query":"`+query+`"}`)
	a.decode(c.t, &made)
	if made.Callback != callback || made.Query != query || a.header.Get("Location") != strings.TrimSuffix(hub, "/")+"/"+made.ID {
		c.t.Errorf("%s: %v", a.body, a.header)
	}
	return made.ID
}

// TestHubAndItsRegistration: a subscription is delivered to without credentials
// until they are patched in.
func TestHubAndItsRegistration(t *testing.T) {
	c, l := start(t, cxifOptions(t)), listen(t)
	id := c.subscribe(ticketHub, l.URL, "")
	c.publish(ticketCreated)
	c.must(200, "PATCH", "/admin/01/listenerRegistrations/"+id,
		`[{"op":"add","path":"/listener-locality/external-listener/listener-auth","value":{`+basicAuth+`}}]`)
	c.publish(ticketCreated)
	if got := l.taken(); len(got) != 2 || got[0].authorization != "" || !strings.HasPrefix(got[1].authorization, "Basic ") {
		t.Errorf("%v", got)
	}
	c.must(204, "DELETE", ticketHub+"/"+id, "")
	c.tmf(404, id, "DELETE", ticketHub+"/"+id, "")
	c.tmf(404, id, "GET", registrations+"/"+id, "")
	if d := c.publish(ticketCreated); len(d) != 0 {
		t.Errorf("delivered to %v", d)
	}
}

func TestHubs(t *testing.T) {
	c := start(t, cxifOptions(t))
	for _, hub := range []string{"/tmf-api/customerBillManagement/v5/hub", "/api/x/customerBillManagement/v5/hub", "/customerBillManagement/v5/hub/"} {
		id := c.subscribe(hub, listenerURL, "")
		one := strings.TrimSuffix(hub, "/") + "/" + id
		c.must(200, "GET", one, "").contains(t, id, listenerURL)
		c.tmf(404, id, "GET", "/other/v5/hub/"+id, "")
		c.tmf(404, id, "DELETE", "/customerBillManagement/v6/hub/"+id, "")
		c.must(204, "DELETE", one, "")
	}
	c.tmf(405, "GET", "GET", ticketHub+"/"+c.subscribe(ticketHub, listenerURL, ""), "") // v4 cannot
	c.tmf(405, "GET", "GET", ticketHub, "")
	own := c.register(registration(listenerURL, `/eventType eq "X"`, basicAuth))
	c.tmf(404, own, "DELETE", ticketHub+"/"+own, "")
	for body, word := range map[string]string{
		`{}`: "/callback: is required", `{"callback":"x"}`: "/callback: ", `{"callback":"http://x","query":"x"}`: "/query: ",
		`{"callback":"http://x","colour":1}`: "/colour is unknown", `{"callback":"a","callback":"b"}`: "/callback is given twice",
		`{"callback":"http://x","id":"mine"}`: "/id", `[]`: "an array", ``: "EOF",
	} {
		c.tmf(400, word, "POST", ticketHub, body)
		if a := c.call("POST", ticketHub, body); strings.Contains(a.body, "/affiliated-apis") || strings.Contains(a.body, "/listener-locality") {
			t.Errorf("the places are not those of a subscription: %s", a.body)
		}
	}
}

// TestPathsThatAreNoHubs: what could not be kept, or would take much room.
func TestPathsThatAreNoHubs(t *testing.T) {
	c := start(t, cxifOptions(t))
	for _, path := range []string{"/%ff/troubleTicket/v4/hub", "/" + strings.Repeat("x", 2000) + "/troubleTicket/v4/hub", "/a%20b/troubleTicket/v4/hub"} {
		if a := c.call("POST", path, `{"callback":"`+listenerURL+`"}`); a.status != 405 && a.status != 404 {
			t.Errorf("%.40s: %d %s", path, a.status, a.body)
		}
	}
	if made := c.registered(registrations); len(made) != 0 {
		t.Errorf("made %v", made)
	}
}

func TestSingleListener(t *testing.T) {
	c := start(t, cxifOptions(t))
	c.subscribe(ticketHub, listenerURL, "")
	c.subscribe(ticketHub, listenerURL+"/2", "")
	c.tmf(409, "same URL", "POST", ticketHub, `{"callback":"`+listenerURL+`"}`)

	c = start(t, with(cxifOptions(t), func(f *desk.Fidelity) { f.SingleListener, f.HubInEveryWorkspace = true, false }))
	id := c.subscribe(ticketHub, listenerURL, "")
	c.tmf(409, "one only", "POST", ticketHub, `{"callback":"`+listenerURL+`/2"}`)
	c.subscribe("/troubleTicket/v5/hub", listenerURL+"/2", "")
	c.must(200, "GET", registrations+"/"+id, "")
	c.tmf(404, id, "GET", "/admin/01/listenerRegistrations/"+id, "")
}
