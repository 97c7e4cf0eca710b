package b2c_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/desk"
	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/b2c/b2ctest"
	"github.com/cxbridge/cxbridge/shared/credentials"
	"github.com/cxbridge/cxbridge/shared/wait/waittest"
	"github.com/google/go-cmp/cmp"
)

// realDesk is the client of a simulated site. The site's next answer to a write is lost on the way while lose is set.
func realDesk(t *testing.T) (client *b2c.Client, lose *atomic.Bool) {
	t.Helper()
	server, lose := newDesk(t)
	return deskClient(t, server), lose
}

// newDesk is a simulated site over TLS. Its clock stands still, as a fast caller finds it: nothing may hang on which of two
// incidents has the later time.
func newDesk(t *testing.T) (server *httptest.Server, lose *atomic.Bool) {
	t.Helper()
	d, err := desk.New(desk.Options{
		Path: desk.Memory, User: "cxbridge", Password: "correct horse", Clock: func() time.Time { return waittest.Noon },
	})
	if err != nil {
		t.Fatal(err)
	}
	lose = &atomic.Bool{}
	server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && lose.Swap(false) {
			d.Handler().ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		}
		d.Handler().ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return server, lose
}

func deskClient(t *testing.T, server *httptest.Server) *b2c.Client {
	t.Helper()
	s := newSite(t, func(o *b2c.Options) {
		o.Hostname = strings.TrimPrefix(server.URL, "https://")
		o.RootCAs = server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
		o.Credentials = &login{pair: credentials.Pair{User: "cxbridge", Password: "correct horse"}}
	})
	return s.client
}

func TestDeskFindsContacts(t *testing.T) {
	client, lose := realDesk(t)
	create := func(number string, spellings ...string) int64 {
		t.Helper()
		contact, err := client.CreateContact(t.Context(), b2c.Contact{
			Name: b2c.PersonName{Last: "User"}, Phones: []b2c.Phone{{Number: number, PhoneType: b2c.MobilePhone()}},
		}, spellings)
		if err != nil {
			t.Fatal(err)
		}
		return contact.ID
	}
	create("+47 99 12 34 56")
	american := []string{"14799123456", "4799123456"}
	if contact, err := client.FindContactByPhone(t.Context(), american); err != nil || contact != nil {
		t.Errorf("found %v, %v; want nobody", contact, err)
	}
	typed := create("(479) 912-3456")
	if contact, err := client.FindContactByPhone(t.Context(), american); err != nil || contact == nil || contact.ID != typed {
		t.Errorf("found %v, %v; want %d", contact, err, typed)
	}
	lose.Store(true)
	full := create("+14799123456", american...)
	if contact, err := client.FindContactByPhone(t.Context(), american); err != nil || contact == nil || contact.ID != full || full == typed {
		t.Errorf("found %v, %v; want %d", contact, err, full)
	}
}

func TestDeskRecognizesIncidents(t *testing.T) {
	client, lose := realDesk(t)
	contact, err := client.CreateContact(t.Context(), customer, number)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		incident := newIncident(contact.ID)
		incident.Threads = []b2c.Thread{b2c.Note(fmt.Sprintf("{\r\n\"body\": %d}\n", i))}
		lose.Store(true)
		filed, err := client.CreateIncident(t.Context(), incident)
		if err != nil {
			t.Fatal(err)
		}
		if filed.ID != int64(i+1) {
			t.Errorf("message %d became incident %d", i, filed.ID)
		}
	}
}

// TestFollowingAnIncident leads an incident through an alarm's life: created with its key, found by it, changed, solved. The
// server that other tests use does as the simulated site does.
func TestFollowingAnIncident(t *testing.T) {
	t.Run("desk", func(t *testing.T) {
		client, lose := realDesk(t)
		testFollowing(t, client, func() { lose.Store(true) })
	})
	t.Run("b2ctest", func(t *testing.T) {
		s := newSite(t, nil)
		lose := []b2ctest.Fault{{Method: http.MethodPost, Commit: true, Reset: true}, {Method: http.MethodPatch, Commit: true, Reset: true}}
		testFollowing(t, s.client, func() { s.Fail(lose[0]); lose = lose[1:] })
	})
}

func testFollowing(t *testing.T, client *b2c.Client, loseNextAnswer func()) {
	contact, err := client.CreateContact(t.Context(), customer, number)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[int64]bool{contact.ID: true, contact.ID + 1: false} {
		if has, err := client.HasContact(t.Context(), id); err != nil || has != want {
			t.Errorf("HasContact(%d) = %v, %v; the contact is %d", id, has, err, contact.ID)
		}
	}
	find := func(want string) *b2c.IncidentState {
		t.Helper()
		ctx, calls := b2c.CountCalls(t.Context())
		state, err := client.FindIncident(ctx, dedupeKey, "0b7c-1")
		if err != nil || state == nil || calls.Load() != 1 {
			t.Fatalf("found %+v, %v in %d calls", state, err, calls.Load())
		}
		got, err := client.GetIncident(t.Context(), state.ID)
		if diff := cmp.Diff(state, got); err != nil || diff != "" {
			t.Errorf("gotten and found differ, %v: %s", err, diff)
		}
		if got := fmt.Sprintf("%s, %s, %s, closed %v", state.Status.LookupName, state.StatusType.LookupName, state.Severity.LookupName, state.Solved()); got != want {
			t.Errorf("the incident is %s; want %s", got, want)
		}
		return state
	}
	if state, err := client.FindIncident(t.Context(), dedupeKey, "0b7c-1"); state != nil || err != nil {
		t.Fatalf("found %+v, %v before there was one", state, err)
	}
	loseNextAnswer()
	created, err := client.CreateIncident(t.Context(), alarmIncident(contact.ID, "0b7c-1"))
	if err != nil {
		t.Fatal(err)
	}
	state := find("Unresolved, Unresolved, 2 - Severe, closed false")
	if state.ID != created.ID || state.LookupName == "" || state.Subject != "High CPU" || state.UpdatedTime.IsZero() || state.ClosedTime != nil {
		t.Errorf("created %+v, found %+v", created, state)
	}
	loseNextAnswer()
	change := b2c.IncidentChange{
		Severity:       &b2c.NamedID{LookupName: "1 - Most Severe"},
		StatusWithType: b2c.StatusSolved(),
		Threads:        []b2c.Thread{b2c.Note("Cleared"), b2c.Note("{\r\n\"type\": \"FIRING_TO_OK\"}\n")},
		CustomFields:   b2c.Attribute{Package: "OCI", Name: "count"}.With(2),
	}
	if err := client.UpdateIncident(t.Context(), state.ID, change); err != nil {
		t.Fatal(err)
	}
	if state := find("Solved, Solved, 1 - Most Severe, closed true"); state.ClosedTime == nil {
		t.Error("a solved incident has no time when it was closed")
	}
	for text, want := range map[string]bool{"Firing": true, "Cleared": true, "{\"type\": \"FIRING_TO_OK\"}": false, "{\n\"type\": \"FIRING_TO_OK\"}": true, "\"type\": \"FIRING_TO_OK\"}": true, "Clear": false} {
		if has, err := client.HasThread(t.Context(), state.ID, text); err != nil || has != want {
			t.Errorf("HasThread(%q) = %v, %v", text, has, err)
		}
	}
	if state, err := client.GetIncident(t.Context(), state.ID+1); state != nil || err != nil {
		t.Errorf("an incident that is not there is %+v, %v", state, err)
	}
}

// TestFindIncidentBySubject: of several, it is the newest.
func TestFindIncidentBySubject(t *testing.T) {
	client, _ := realDesk(t)
	contact, err := client.CreateContact(t.Context(), customer, number)
	if err != nil {
		t.Fatal(err)
	}
	var last b2c.Record
	for _, subject := range []string{"smoke-1", "smoke-1", "smoke-10"} {
		record, err := client.CreateIncident(t.Context(), b2c.Incident{
			Subject: subject, PrimaryContact: b2c.Reference{ID: contact.ID}, Threads: []b2c.Thread{b2c.Note(rand.Text())},
		})
		if err != nil {
			t.Fatal(err)
		}
		if subject == "smoke-1" {
			last = record
		}
	}
	if found, err := client.FindIncidentBySubject(t.Context(), "smoke-1"); err != nil || found == nil || found.ID != last.ID || found.Subject != "smoke-1" {
		t.Errorf("found = %+v, %v, want %+v", found, err, last)
	}
	if found, err := client.FindIncidentBySubject(t.Context(), "smoke-2"); err != nil || found != nil {
		t.Errorf("found = %+v, %v, want none", found, err)
	}
}

// TestDeskNamesUnknownEntries: what the site does not have is named in the error.
func TestDeskNamesUnknownEntries(t *testing.T) {
	client, _ := realDesk(t)
	contact, err := client.CreateContact(t.Context(), customer, number)
	if err != nil {
		t.Fatal(err)
	}
	incident := alarmIncident(contact.ID, "0b7c-1")
	incident.Queue = &b2c.NamedID{LookupName: "Night shift"}
	_, err = client.CreateIncident(t.Context(), incident)
	var refused *b2c.Error
	if !errors.As(err, &refused) || !refused.Rejected() || !strings.Contains(refused.Detail, "Queue") || !strings.Contains(refused.Detail, "Night shift") {
		t.Errorf("error = %v", err)
	}
}
