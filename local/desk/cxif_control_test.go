package desk_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFaultsOfTheApplication strike calls by their whole path only, and have a
// journal of their own.
func TestFaultsOfTheApplication(t *testing.T) {
	c := start(t, cxifOptions(t))
	body := registration(listenerURL, "", basicAuth)
	c.fault(`{"fault":"unavailable","match":{"method":"GET"}}`) // of the REST API
	c.fault(`{"fault":"throttle","match":{"path":"/admin/listenerRegistrations"}}`)
	c.fault(`{"fault":"unauthorized","match":{"path":"/admin/*/listenerRegistrations"}}`)
	c.fault(`{"fault":"commit-then-503","match":{"path":"/troubleTicket/v4/hub"}}`)
	c.fault(`{"fault":"hang","match":{"method":"PATCH","path":"/admin/listenerRegistrations/*"}}`)

	c.tmf(429, "Too many", "POST", registrations, body)
	c.tmf(401, "wrong", "GET", "/admin/01/listenerRegistrations", "")
	if a := c.must(503, "POST", ticketHub, `{"callback":"`+listenerURL+`"}`); a.body != "" {
		t.Errorf("the bare 503 has the body %q", a.body)
	}
	made := c.registered(registrations)
	if len(made) != 1 {
		t.Fatalf("%v were made, want one", made)
	}
	c.tmf(409, made[0], "POST", ticketHub, `{"callback":"`+listenerURL+`"}`) // which tells that it had been carried out
	c.hang("/cxif/requests", c.request("PATCH", registrations+"/"+made[0], "[]"))

	want := []entry{
		{Sequence: 1, Method: "POST", Path: registrations, Status: 429, Fault: "throttle"},
		{Sequence: 2, Method: "GET", Path: "/admin/01/listenerRegistrations", Status: 401, Fault: "unauthorized"},
		{Sequence: 3, Method: "POST", Path: ticketHub, Status: 503, Fault: "commit-then-503", CarriedOut: 201},
		{Sequence: 4, Method: "GET", Path: registrations, Status: 200},
		{Sequence: 5, Method: "POST", Path: ticketHub, Status: 409},
		{Sequence: 6, Method: "PATCH", Path: registrations + "/" + made[0], Fault: "hang"},
	}
	if diff := cmp.Diff(want, c.journalAt("/cxif/requests")); diff != "" {
		t.Error(diff)
	}
	if got := c.journal(); len(got) != 0 {
		t.Errorf("the journal of the REST API has %v", got)
	}
	c.must(204, "DELETE", "/cxif/requests", "")
	c.call("POST", "/oauth2/v1/token?client_id=a&client_secret=hidden&Password=hidden", "")
	a := c.must(200, "GET", "/cxif/requests", "")
	a.contains(t, "client_id=a\\u0026client_secret=********\\u0026Password=********")
	if strings.Contains(a.body, "hidden") {
		t.Errorf("the journal has a secret: %s", a.body)
	}
	c.must(503, "GET", "contacts", "")
}

// TestNothingIsRedirected: a client would repeat a redirected POST as a GET.
func TestNothingIsRedirected(t *testing.T) {
	c := start(t, cxifOptions(t))
	for _, path := range []string{
		"/admin//listenerRegistrations", "/admin/../listenerRegistrations", "/admin/01//listenerRegistrations", "/admin/", "/oauth2//v1/token",
		"/admin/listenerRegistrations//", "/admin/a b/listenerRegistrations", "/admin/listenerRegistrations/x/y", "/oauth2/", "/admin/./x",
	} {
		r := c.request("POST", registrations, "{}")
		r.URL.Path = path
		response, err := c.http.Transport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != 404 {
			t.Errorf("%s: %d", path, response.StatusCode)
		}
	}
	for _, path := range []string{"//troubleTicket/v4/hub", "/a/../troubleTicket/v4/hub"} {
		c.tmf(400, "/callback", "POST", path, "{}")
	}
}

func TestPageOfListeners(t *testing.T) {
	o, _ := byHand(cxifOptions(t))
	c, l := start(t, o), listen(t, 503)
	c.visit(200, "/listeners").contains(t, "No listeners yet", `href="/listeners" aria-current="page"`)
	c.must(201, "POST", "/admin/01/listenerRegistrations", registration(l.URL, `/eventType eq "TroubleTicketCreateEvent"`, basicAuth))
	c.register(registration(l.URL+"/<script>", "", c.oidc("events secret+")))
	c.subscribe(ticketHub, l.URL+"/hub", "")
	c.visit(200, "/listeners").contains(t, "No event has been published")
	c.publish(ticketCreated)
	a := c.visit(200, "/listeners")
	a.contains(t, "troubleTicket v4", "orcl-621", "workspace 01", "/troubleTicket/v4/hub", "no credentials", "caller, ********", "events, ********",
		"TroubleTicketCreateEvent", "e-1", "delivery-3", "3 in all", `<span class="status waiting">waiting</span>`,
		`<span class="status solved">delivered</span>`, "answered 503 answer 503", "&lt;script&gt;")
	for _, bad := range []string{"its secret", "events secret", "<script>"} {
		if strings.Contains(a.body, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	for range 16 {
		c.publish(ticketCreated)
	}
	l.answers = []int{400}
	c.publish(ticketCreated)
	c.visit(200, "/listeners").contains(t, "the newest 50 of 54", `<span class="status failed">failed</span>`)
	r := c.request("GET", "/listeners", "", "Authorization", "")
	r.Host = "rebound.example"
	if response, err := c.http.Do(r); err != nil || response.StatusCode != 401 {
		t.Errorf("from elsewhere: %v, %v", response, err)
	}
}
