package desk_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/cxbridge/cxbridge/local/desk"
	"github.com/cxbridge/cxbridge/local/desk/cxif"
)

const (
	registrations = "/admin/listenerRegistrations"
	audience      = "https://gateway.example/"
)

// cxifOptions are those of a desk with clients that may ask for tokens.
func cxifOptions(t *testing.T) desk.Options {
	o := options(t)
	o.Clients = []cxif.Client{
		{ID: "events", Secret: "events secret+", Audience: audience, Scopes: []string{"events"}},
		{ID: cxif.AdminClient, Secret: "admin secret"},
	}
	return o
}

// listener takes what is delivered. Its answers are those that were planned, and
// then 201.
type listener struct {
	*httptest.Server
	mu      sync.Mutex
	answers []int
	got     []delivered
}

type delivered struct{ path, authorization, contentType, body string }

func listen(t *testing.T, answers ...int) *listener {
	t.Helper()
	l := &listener{answers: answers}
	l.Server = httptest.NewServer(l)
	t.Cleanup(l.Close)
	return l
}

func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.got = append(l.got, delivered{r.URL.RequestURI(), r.Header.Get("Authorization"), r.Header.Get("Content-Type"), string(body)})
	status := http.StatusCreated
	if len(l.answers) > 0 {
		status, l.answers = l.answers[0], l.answers[1:]
	}
	w.WriteHeader(status)
	fmt.Fprintf(w, "answer %d", status)
}

// taken is what has arrived so far.
func (l *listener) taken() []delivered {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]delivered{}, l.got...)
}

// registration is one for events of trouble tickets; auth is a member of
// listener-auth, or empty.
func registration(listenerURL, query, auth string) string {
	body := map[string]any{
		"affiliated-apis": []any{map[string]any{"api-name": "troubleTicket", "api-id": "orcl-621", "api-version": "v4", "query": query}},
		"type":            "external",
		"listener-locality": map[string]any{"external-listener": map[string]any{
			"listener-url": listenerURL, "listener-auth": json.RawMessage("{" + auth + "}"),
		}},
	}
	text, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return string(text)
}

const basicAuth = `"basic":{"username":"caller","password":"its secret"}`

// oidc are credentials for the identity provider of a desk.
func (c *client) oidc(secret string) string {
	return fmt.Sprintf(`"oidc-client-credentials":{"identity-uri":"%s/oauth2/v1/token","client-id":"events","client-secret":%q,"scope":"%sevents"}`,
		c.url, secret, audience)
}

// register makes a registration and returns its id.
func (c *client) register(body string) string {
	c.t.Helper()
	var made struct{ ID string }
	c.must(201, "POST", registrations, body).decode(c.t, &made)
	return made.ID
}

// sent is a delivery as the control API shows it.
type sent struct {
	ID, Registration, URL, Outcome, Error, EventID, EventType string
	Status, Attempts                                          int
}

// deliveries calls the control API.
func (c *client) deliveries(status int, method, path, body string) []sent {
	c.t.Helper()
	var answer struct{ Deliveries []sent }
	c.must(status, method, "/cxif/"+path, body).decode(c.t, &answer)
	return answer.Deliveries
}

func (c *client) publish(body string) []sent {
	c.t.Helper()
	return c.deliveries(202, "POST", "events/troubleTicket/v4", body)
}

const ticketCreated = `{"eventId":"e-1", "eventType":"TroubleTicketCreateEvent","event":{"troubleTicket":{"id":"TT-1","severity":"Major"}}}`

// token asks the identity provider of the desk.
func (c *client) token(id, secret string, form url.Values) answer {
	c.t.Helper()
	form.Set("grant_type", "client_credentials")
	r := c.request("POST", "/oauth2/v1/token", form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(url.QueryEscape(id), url.QueryEscape(secret))
	response, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	return answer{status: response.StatusCode, header: response.Header, body: string(body)}
}

func TestGuidesRegistration(t *testing.T) {
	c := start(t, cxifOptions(t))
	guide, err := os.ReadFile("testdata/cxif/registration-guide.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/admin/01/listenerRegistrations/", registrations} {
		a := c.must(201, "POST", path, string(guide))
		a.contains(t, `"id": "listener-registration`, `"client-secret": "********"`, `"api-number": "orcl-200"`)
		if strings.Contains(a.body, "OIDC_CLIENT_SECRET") {
			t.Error("the secret is shown")
		}
		c.must(200, "GET", a.header.Get("Location"), "")
	}
}

func TestDelivery(t *testing.T) {
	c, l := start(t, cxifOptions(t)), listen(t)
	c.register(registration(l.URL+"/basic", "", basicAuth))
	c.register(registration(l.URL+"/token", `(/eventType eq "TroubleTicketCreateEvent")`, c.oidc("events secret+")))
	c.register(registration(l.URL+"/other", `(/eventType eq "TroubleTicketDeleteEvent")`, basicAuth))
	for _, d := range c.publish(ticketCreated) {
		if d.Outcome != "delivered" || d.Status != 201 || d.Attempts != 1 || d.EventID != "e-1" {
			t.Errorf("%+v", d)
		}
	}
	got := map[string]delivered{}
	for _, d := range l.taken() {
		got[d.path] = d
	}
	if len(got) != 2 || got["/basic"].authorization != "Basic Y2FsbGVyOml0cyBzZWNyZXQ=" || !strings.HasPrefix(got["/token"].authorization, "Bearer ey") {
		t.Errorf("%v", got)
	}
	if got["/basic"].body != ticketCreated || got["/basic"].contentType != "application/json" {
		t.Errorf("%v", got["/basic"])
	}
}
