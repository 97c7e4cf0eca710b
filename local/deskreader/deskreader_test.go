package deskreader

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/desk"
)

// noon is when everything happens.
var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

// newDesk is a real desk with nothing in it.
func newDesk(t *testing.T) Reader {
	t.Helper()
	d, err := desk.New(desk.Options{Path: desk.Memory, User: "u", Password: "p", Clock: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(d.Handler())
	t.Cleanup(func() { d.Close(); server.Close() })
	return Reader{URL: server.URL, User: "u", Password: "p", Client: server.Client()}
}

func create(t *testing.T, r Reader, path, body string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, r.URL+"/services/rest/connect/latest/"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(r.User, r.Password)
	request.Header.Set("OSvC-CREST-Application-Context", "test")
	request.Header.Set("Content-Type", "application/json")
	answer, err := r.Client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusCreated {
		t.Fatalf("POST %s: %s", path, answer.Status)
	}
}

func TestNewest(t *testing.T) {
	r := newDesk(t)
	if _, err := r.Newest(context.Background()); !errors.Is(err, ErrNoIncident) {
		t.Errorf("err = %v, want ErrNoIncident", err)
	}
	create(t, r, "contacts", `{"name":{"first":"SMS","last":"User"},"phones":[{"number":"+15017122661","phoneType":{"lookupName":"Mobile Phone"}}]}`)
	create(t, r, "incidents", `{"subject":"older","primaryContact":{"id":1}}`)
	create(t, r, "incidents", `{"subject":"newer","primaryContact":{"id":1},"threads":[{"text":"hello","entryType":{"lookupName":"Note"}}]}`)

	got, err := r.Newest(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want := &Incident{
		ID: 2, Reference: got.Reference, Subject: "newer", Status: "Unresolved",
		Contact: Contact{ID: 1, Name: "SMS User", Phones: []string{"+15017122661"}},
		Threads: []Thread{{EntryType: "Note", Text: "hello", Created: noon}},
	}
	if diff := cmp.Diff(want, got); diff != "" || got.Reference == "" {
		t.Errorf("Newest (-want +got):\n%s", diff)
	}
}

func TestIncidentsWithKeys(t *testing.T) {
	r := newDesk(t)
	if _, err := r.NewestWithKey(context.Background()); !errors.Is(err, ErrNoIncident) {
		t.Errorf("err = %v, want ErrNoIncident", err)
	}
	create(t, r, "contacts", `{"name":{"last":"Oracle Cloud Monitoring"}}`)
	for _, incident := range []string{
		`"subject":"first","severity":{"id":1},"customFields":{"OCI":{"dedupe_key":"a"}}`,
		`"subject":"again","severity":{"id":4},"statusWithType":{"status":{"lookupName":"Updated"}},"customFields":{"OCI":{"dedupe_key":"a"}}`,
		`"subject":"other","customFields":{"OCI":{"dedupe_key":"b"}}`,
		`"subject":"an SMS","customFields":{"c":{"x":"a"}}`,
	} {
		create(t, r, "incidents", `{"primaryContact":{"id":1},`+incident+`}`)
	}
	newest, err := r.NewestWithKey(context.Background())
	if err != nil || newest.Subject != "other" || newest.Severity != "" {
		t.Errorf("NewestWithKey = %+v, %v", newest, err)
	}
	if latest, err := r.LastChangedWithKey(context.Background()); err != nil || latest.Subject != "other" {
		t.Errorf("LastChangedWithKey = %+v, %v", latest, err)
	}
	again, err := r.ByKey(context.Background(), "a")
	if err != nil || again.Subject != "again" || again.Severity != "4 - Low" || again.Status != "Updated" {
		t.Errorf("ByKey = %+v, %v", again, err)
	}
	if _, err := r.ByKey(context.Background(), "c"); !errors.Is(err, ErrNoIncident) {
		t.Errorf("of a key that no incident has: %v, want ErrNoIncident", err)
	}
}

func TestCallsAreTheOthers(t *testing.T) {
	r := newDesk(t)
	create(t, r, "contacts", `{"name":{"first":"SMS","last":"User"}}`)
	if _, err := r.Newest(context.Background()); !errors.Is(err, ErrNoIncident) {
		t.Fatal(err)
	}
	calls, err := r.Calls(context.Background())
	want := []string{"POST /services/rest/connect/latest/contacts"}
	if err != nil || !cmp.Equal(calls, want) {
		t.Errorf("Calls = %q, %v, want %q", calls, err, want)
	}
	if err := r.Forget(context.Background()); err != nil {
		t.Fatal(err)
	}
	if calls, err := r.Calls(context.Background()); err != nil || len(calls) != 0 {
		t.Errorf("after Forget, Calls = %q, %v", calls, err)
	}
}

func TestAWrongPasswordIsSaid(t *testing.T) {
	r := newDesk(t)
	r.Password = "wrong"
	if _, err := r.Newest(context.Background()); err == nil || !strings.Contains(err.Error(), "401") {
		t.Errorf("err = %v", err)
	}
}
