package desk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/desk"
)

// fault plans one.
func (c *client) fault(body string) {
	c.t.Helper()
	c.must(201, "POST", "/desk/faults", body)
}

type entry struct {
	Sequence   int64
	Method     string
	Override   string
	Path       string
	Status     int
	Suppressed []string
	Fault      string
	CarriedOut int
}

func (c *client) journal() (entries []entry) {
	c.t.Helper()
	return c.journalAt("/desk/requests")
}

func (c *client) journalAt(path string) (entries []entry) {
	c.t.Helper()
	var journal struct {
		Count int
		Items []entry
	}
	c.must(200, "GET", path, "").decode(c.t, &journal)
	if journal.Count != len(journal.Items) {
		c.t.Errorf("count %d, %d items", journal.Count, len(journal.Items))
	}
	return journal.Items
}

// hang makes a call that is not to be answered, and gives it up once the journal
// tells that it hangs.
func (c *client) hang(journal string, r *http.Request) {
	c.t.Helper()
	ctx, giveUp := context.WithCancel(c.t.Context())
	defer giveUp()
	ended := make(chan error, 1)
	go func() {
		response, err := c.http.Do(r.WithContext(ctx))
		if err == nil {
			response.Body.Close()
		}
		ended <- err
	}()
	await(c.t, "a call that hangs", func() bool {
		entries := c.journalAt(journal)
		return len(entries) > 0 && entries[len(entries)-1].Fault == "hang"
	})
	giveUp()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		c.t.Errorf("what hangs ended with %v", err)
	}
}

func TestFaultsAnswered(t *testing.T) {
	c := start(t, options(t))
	c.fault(`{"match":{"method":"get","path":"contacts"},"fault":"throttle","times":2}`)
	c.fault(`{"match":{"method":"GET"},"fault":"unavailable"}`)
	c.fault(`{"match":{"path":"/contacts/*/phones"},"fault":"unauthorized"}`)
	c.fault(`{"fault":"next-request-after","delayMs":250,"match":{"path":"/incidents"}}`)

	c.must(201, "POST", "contacts", contactBody) // no fault matches
	c.refused(503, "OSC-CREST-00035", "", "GET", "contacts", "")
	c.refused(503, "OSC-CREST-00035", "", "GET", "/services/rest/connect/v1.3/contacts?limit=1", "")
	if a := c.must(503, "GET", "contacts", ""); a.body != "" {
		t.Errorf("the bare 503 has the body %q", a.body)
	}
	c.must(200, "GET", "contacts", "")
	c.refused(401, "OSC-CREST-00014", "", "GET", "contacts/1/phones", "")
	c.must(200, "GET", "contacts/1/phones", "")
	if got := c.must(200, "GET", "incidents", "").header.Get("osvc-crest-next-request-after"); got != "250" {
		t.Errorf("osvc-crest-next-request-after: %q", got)
	}

	var faults struct{ Items []struct{ Struck, Times int } }
	c.must(200, "GET", "/desk/faults", "").decode(t, &faults)
	for i, f := range faults.Items {
		if f.Struck != f.Times {
			t.Errorf("fault %d struck %d times of %d", i, f.Struck, f.Times)
		}
	}
	c.fault(`{"fault":"unavailable","times":5}`)
	c.must(204, "DELETE", "/desk/faults", "")
	c.must(200, "GET", "contacts", "")
}

func TestCommitThen503(t *testing.T) {
	c := start(t, options(t))
	c.fault(`{"match":{"method":"POST","path":"/contacts"},"fault":"commit-then-503"}`)
	if a := c.must(503, "POST", "contacts", contactBody); a.body != "" || a.header.Get("Location") != "" {
		t.Errorf("the answer says %v", a)
	}
	if ids, _ := c.ids("contacts"); len(ids) != 1 {
		t.Errorf("%d contacts, want the one that was made", len(ids))
	}
	if e := c.journal()[0]; e.Status != 503 || e.CarriedOut != 201 || e.Fault != "commit-then-503" {
		t.Errorf("the journal has %+v", e)
	}
}

func TestFaultsOnTheWire(t *testing.T) {
	for name, server := range map[string]func(http.Handler) *httptest.Server{"http": httptest.NewServer, "https": httptest.NewTLSServer} {
		t.Run(name, func(t *testing.T) {
			d, err := desk.New(options(t))
			if err != nil {
				t.Fatal(err)
			}
			s := server(d.Handler())
			defer s.Close()
			defer d.Close()
			c := &client{t: t, url: s.URL, http: s.Client()}
			c.fault(`{"fault":"reset","match":{"path":"contacts"}}`)
			c.fault(`{"fault":"hang","match":{"path":"incidents"}}`)
			c.fault(`{"fault":"slow","delayMs":30,"match":{"path":"contacts/*"}}`)

			if _, err := c.http.Do(c.request("POST", "contacts", contactBody)); !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("reset: %v", err)
			}
			c.hang("/desk/requests", c.request("POST", "incidents", incidentBody))
			begun := time.Now()
			c.must(404, "GET", "contacts/1", "")
			if took := time.Since(begun); took < 30*time.Millisecond {
				t.Errorf("slow took %v", took)
			}
			for _, e := range c.journal()[:2] {
				if e.Status != 0 {
					t.Errorf("a call without an answer has the status %d", e.Status)
				}
			}
		})
	}
}

// TestCloseEndsWhatHangs: the server waits for its calls, so it must close only
// because the desk has ended the one that hangs.
func TestCloseEndsWhatHangs(t *testing.T) {
	d, err := desk.New(options(t))
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(d.Handler())
	c := &client{t: t, url: s.URL, http: s.Client()}
	c.fault(`{"fault":"hang"}`)
	ended := make(chan error, 1)
	go func() {
		_, err := c.http.Do(c.request("POST", "contacts", contactBody))
		ended <- err
	}()
	await(t, "the call that hangs", func() bool { return len(c.journal()) > 0 })
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err == nil {
		t.Error("the call that hangs was answered")
	}
	s.Close()
}

func TestFaultsThatAreRefused(t *testing.T) {
	c := start(t, options(t))
	for body, word := range map[string]string{
		`{`:                                     "cannot be read",
		`{"fault":"explode"}`:                   "commit-then-503",
		`{"fault":"slow","times":-1}`:           "times",
		`{"fault":"slow","delayMs":99999999}`:   "delayMs",
		`{"fault":"slow","match":{"path":"["}}`: "pattern",
		`{"fault":"slow","colour":"red"}`:       "colour",
	} {
		if a := c.must(400, "POST", "/desk/faults", body); !strings.Contains(a.body, word) {
			t.Errorf("%s: %s", body, a.body)
		}
	}
	for _, path := range []string{"/desk/faults", "/desk/requests"} {
		c.must(401, "GET", path, "", "Authorization", "")
		c.must(401, "DELETE", path, "", "Authorization", "")
	}
}

func TestJournal(t *testing.T) {
	c := start(t, options(t))
	c.must(201, "POST", "contacts", contactBody, "OSvC-CREST-Suppress-All", "true")
	c.must(200, "POST", "contacts/1", `{"title":"x"}`, "X-HTTP-Method-Override", "PATCH", "OSvC-CREST-Suppress-Rule", "yes")
	c.must(200, "PATCH", "contacts/1", `{"title":"y"}`, "OSvC-CREST-Suppress-ExternalEvents", "false")
	c.must(200, "GET", "contacts?q=id+=+1", "", "OSvC-CREST-Suppress-Rules", "true")
	c.must(401, "GET", "contacts", "", "Authorization", "Basic bm9uZTpub25l")
	const root = "/services/rest/connect/latest/contacts"
	want := []entry{
		{Sequence: 1, Method: "POST", Path: root, Status: 201, Suppressed: []string{"externalEvents", "rules"}},
		{Sequence: 2, Method: "POST", Override: "PATCH", Path: root + "/1", Status: 200, Suppressed: []string{"rules"}},
		{Sequence: 3, Method: "PATCH", Path: root + "/1", Status: 200},
		{Sequence: 4, Method: "GET", Path: root, Status: 200},
		{Sequence: 5, Method: "GET", Path: root, Status: 401},
	}
	if diff := cmp.Diff(want, c.journal()); diff != "" {
		t.Error(diff)
	}
	text := c.must(200, "GET", "/desk/requests", "").body
	for _, secret := range []string{password, "Basic ", "bm9uZTpub25l", "712-2661"} {
		if strings.Contains(text, secret) {
			t.Errorf("the journal has %q", secret)
		}
	}
	c.must(204, "DELETE", "/desk/requests", "")
	if got := c.journal(); len(got) != 0 {
		t.Errorf("after DELETE the journal has %v", got)
	}
}

func TestHealthAndFidelity(t *testing.T) {
	c := start(t, options(t))
	c.stock()
	var health struct {
		Status              string
		Contacts, Incidents int
	}
	c.must(200, "GET", "/desk/health", "", "Authorization", "").decode(t, &health)
	if got := fmt.Sprint(health); got != "{ok 1 1}" {
		t.Error(got)
	}
	if a := c.must(200, "GET", "/desk/fidelity", ""); !strings.Contains(a.body, "secondPhoneRefused") || !strings.Contains(a.body, "assumption") {
		t.Error(a.body)
	}
}
