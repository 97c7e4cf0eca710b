package desk_test

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/desk"
)

const listenerURL = "https://gateway.example/webhooks/events/troubleTicket"

// TestCXIFAnswers compares whole answers with testdata/cxif/*.json.
func TestCXIFAnswers(t *testing.T) {
	c := start(t, cxifOptions(t))
	one := registrations + "/listener-registrationf0fxz"
	steps := []struct {
		name, method, path, body string
		status                   int
	}{
		{"registered", "POST", registrations, registration(listenerURL, `(/eventType eq "TroubleTicketCreateEvent")`, basicAuth), 201},
		{"patched", "PATCH", one, `[{"op":"replace","path":"/affiliated-apis/0/query","value":"/eventType eq \"X\""}]`, 200},
		{"replaced", "PUT", one, registration(listenerURL+"/2", "", c.oidc("another secret")), 200},
		{"subscribed", "POST", "/tmf-api/productOrderingManagement/v4/hub", `{"callback":"https://gateway.example/orders","query":"/eventType eq \"X\""}`, 201},
		{"list", "GET", registrations, "", 200},
		{"error", "POST", registrations, registration("ftp://x", "/eventType ne 1", ""), 400},
		{"not-found", "GET", registrations + "/x", "", 404},
	}
	for _, step := range steps {
		got := string(c.normalized(c.must(step.status, step.method, step.path, step.body)))
		file := filepath.Join("testdata/cxif", step.name+".json")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (run with -update if this is intended):\n%s", file, diff)
		}
	}
	c.must(204, "DELETE", one, "")
	c.tmf(404, "listener-registrationf0fxz", "DELETE", one, "")
}

func TestWhoMayRegister(t *testing.T) {
	c := start(t, cxifOptions(t))
	bearer := func(id, secret string) string {
		var given struct {
			Token string `json:"access_token"`
		}
		c.token(id, secret, url.Values{}).decode(t, &given)
		return "Bearer " + given.Token
	}
	for _, path := range []string{registrations, "/admin/01/listenerRegistrations/x", "/troubleTicket/v4/hub", "/admin/other"} {
		for _, authorization := range []string{"", "Bearer x", "Bearer ", "Basic bm9uZTpub25l", "Digest x"} {
			c.tmf(401, "", "GET", path, "", "Authorization", authorization)
		}
		c.tmf(403, "events", "GET", path, "", "Authorization", bearer("events", "events secret+"))
	}
	for authorization, challenge := range map[string]string{"": "Basic ", "Basic bm9uZTpub25l": "Basic ", "Bearer x": `Bearer error="invalid_token"`} {
		a := c.must(401, "GET", registrations, "", "Authorization", authorization)
		if got := a.header.Get("WWW-Authenticate"); !strings.HasPrefix(got, challenge) {
			t.Errorf("%q: the challenge is %q", authorization, got)
		}
	}
	if got := c.must(403, "GET", registrations, "", "Authorization", bearer("events", "events secret+")).header.Get("WWW-Authenticate"); got != "" {
		t.Errorf("403 with the challenge %q", got)
	}
	admin := bearer("cxif-admin", "admin secret")
	c.must(200, "GET", registrations, "", "Authorization", "bEARER "+strings.TrimPrefix(admin, "Bearer "))
	c.must(201, "POST", registrations, registration(listenerURL, "", basicAuth), "Authorization", admin)
	tampered := admin[:len(admin)-6] + "AAAAAA"
	c.tmf(401, "", "GET", registrations, "", "Authorization", tampered)
	for _, path := range []string{"/cxif/registrations", "/cxif/deliveries", "/cxif/requests"} {
		c.must(401, "GET", path, "", "Authorization", admin)
	}
}

func TestWorkspaces(t *testing.T) {
	c := start(t, cxifOptions(t))
	body := registration(listenerURL, "", basicAuth)
	const first, second = "/admin/01/listenerRegistrations", "/admin/02/listenerRegistrations"
	var made struct{ ID string }
	c.must(201, "POST", first, body).decode(t, &made)
	c.must(201, "POST", second, body) // the same listener, elsewhere
	c.must(200, "GET", first+"/"+made.ID, "")
	for _, elsewhere := range []string{second, registrations} {
		for _, method := range []string{"GET", "DELETE"} {
			c.tmf(404, made.ID, method, elsewhere+"/"+made.ID, "")
		}
	}
	if ids := c.registered(registrations); len(ids) != 0 {
		t.Errorf("without a workspace there is %v", ids)
	}
	a := c.must(200, "GET", "/cxif/registrations", "")
	a.contains(t, `"workspace": "01"`, `"workspace": "02"`, "********")
}

// registered lists the ids at a path.
func (c *client) registered(path string) (ids []string) {
	c.t.Helper()
	var list []struct{ ID string }
	c.must(200, "GET", path, "").decode(c.t, &list)
	for _, r := range list {
		ids = append(ids, r.ID)
	}
	return ids
}

func TestFilters(t *testing.T) {
	c := start(t, cxifOptions(t))
	ticket := c.register(registration(listenerURL, "", basicAuth))
	order := c.register(`{"affiliated-apis":[{"api-name":"order","api-number":"orcl-622","api-version":"v4"},{"api-name":"bill","api-version":"v5"}],
		"type":"external","listener-locality":{"external-listener":{"listener-url":"https://orders.example"}}}`)
	for query, want := range map[string][]string{
		"":                                  {ticket, order},
		"api-name=troubleTicket":            {ticket},
		"api-name=order&api-version=v4":     {order},
		"api-name=bill&api-version=v4":      nil, // of one API
		"api-id=orcl-622":                   {order},
		"api-id=orcl-621&api-version=v4":    {ticket},
		"listener-url=" + listenerURL:       {ticket},
		"type=external":                     {ticket, order},
		"type=internal":                     nil,
		"api-name=TroubleTicket":            nil,
		"listener-url=https://none.example": nil,
	} {
		if diff := cmp.Diff(want, c.registered(registrations+"?"+query)); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
	c.tmf(400, "colour", "GET", registrations+"?colour=red", "")
	c.tmf(400, "twice", "GET", registrations+"?type=external&type=external", "")
	c.tmf(400, "type", "GET", registrations+"?type=none", "")
	c.tmf(400, "cannot be read", "GET", registrations+"?type=%zz", "")
}

func TestConflictsAndSwitches(t *testing.T) {
	body := registration(listenerURL, "", basicAuth)
	c := start(t, cxifOptions(t))
	c.register(body)
	c.tmf(409, "listener-registration", "POST", registrations, body)
	second := c.register(registration(listenerURL, `/eventType eq "X"`, basicAuth))
	c.tmf(409, "listener-registration", "PATCH", registrations+"/"+second, `[{"op":"remove","path":"/affiliated-apis/0/query"}]`)
	for _, test := range []struct{ method, path, allowed string }{
		{"TRACE", registrations, "GET, POST"}, {"POST", registrations + "/" + second, "DELETE, GET, PATCH, PUT"},
		{"GET", ticketHub, "POST"}, {"GET", ticketHub + "/x", "DELETE"}, {"PUT", "/troubleTicket/v5/hub/x", "DELETE, GET"},
	} {
		c.tmf(405, test.method, test.method, test.path, "[]")
		if got := c.call(test.method, test.path, "[]").header.Get("Allow"); got != test.allowed {
			t.Errorf("%s %s: Allow is %q, want %q", test.method, test.path, got, test.allowed)
		}
	}

	c = start(t, with(cxifOptions(t), func(f *desk.Fidelity) {
		f.DuplicateListenerRefused, f.UUIDRegistrationIDs, f.MaskSecrets, f.RegistrationDeleteStatus = false, true, false, 200
	}))
	c.register(body)
	id := c.register(body)
	if len(id) != 36 {
		t.Errorf("the id is %s, want a UUID", id)
	}
	c.must(200, "GET", registrations+"/"+id, "").contains(t, `"its secret"`)
	c.must(200, "DELETE", registrations+"/"+id, "")
	for _, place := range []string{"/cxif/registrations", "/listeners"} {
		if strings.Contains(c.must(200, "GET", place, "").body, "its secret") {
			t.Errorf("%s shows a secret", place)
		}
	}
}
