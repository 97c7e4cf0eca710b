package b2c_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/b2c/b2ctest"
)

// TestUncertainUpdate: whatever happens to a change, it is made once, or there is an error.
func TestUncertainUpdate(t *testing.T) {
	for _, test := range mishaps(http.MethodPatch) {
		t.Run(test.name, func(t *testing.T) {
			s := newSite(t, nil)
			incident, err := s.client.CreateIncident(t.Context(), alarmIncident(7, "key"))
			if err != nil {
				t.Fatal(err)
			}
			s.Fail(test.faults...)
			err = s.client.UpdateIncident(t.Context(), incident.ID, b2c.IncidentChange{Threads: []b2c.Thread{b2c.Note("Cleared"), b2c.Note("{}")}})
			if (err != nil) != test.fails {
				t.Fatalf("error = %v, want one: %v", err, test.fails)
			}
			patches := len(slices.DeleteFunc(s.Calls(), func(call string) bool { return !strings.HasPrefix(call, "PATCH ") }))
			if patches != test.calls {
				t.Errorf("%d changes, want %d", patches, test.calls)
			}
			if threads := s.Objects("incidents")[0]["threads"].([]any); !test.fails && len(threads) != 3 {
				t.Errorf("%d threads, want 3", len(threads))
			}
		})
	}
}

// TestChangeWithoutThreads can be made twice, so nobody looks.
func TestChangeWithoutThreads(t *testing.T) {
	s := newSite(t, nil)
	incident, err := s.client.CreateIncident(t.Context(), alarmIncident(7, "key"))
	if err != nil {
		t.Fatal(err)
	}
	s.Fail(b2ctest.Fault{Method: http.MethodPatch, Commit: true, Status: 500})
	if err := s.client.UpdateIncident(t.Context(), incident.ID, b2c.IncidentChange{CustomFields: dedupeKey.With("other")}); err != nil {
		t.Fatal(err)
	}
	s.expectCalls(t, "POST incidents", "PATCH incidents/101", "PATCH incidents/101")
	if body := s.Recorded()[2].Body; body != `{"customFields":{"OCI":{"dedupe_key":"other"}}}` {
		t.Errorf("change's body = %s", body)
	}
}

// TestCreateWithKeyIsFoundByIt: many alarms' incidents belong to one contact, so the contact's newest do not tell.
func TestCreateWithKeyIsFoundByIt(t *testing.T) {
	s := newSite(t, nil)
	incident := alarmIncident(7, "0b7c-1")
	incident.StatusWithType = &b2c.StatusWithType{Status: b2c.NamedID{LookupName: "Unresolved"}}
	incident.CustomFields["c"] = map[string]any{"count": 1, "note": "it's not for a query"}
	s.Fail(b2ctest.Fault{Method: http.MethodPost, Commit: true, Status: 503})
	created, err := s.client.CreateIncident(t.Context(), incident)
	if err != nil || created.ID != 101 {
		t.Fatalf("created %+v, %v", created, err)
	}
	s.expectCalls(t, "POST incidents", "GET incidents", "GET incidents/101")
	if query := s.Recorded()[1].Query; query != "primaryContact.id = 7 AND customFields.OCI.dedupe_key = '0b7c-1'" {
		t.Errorf("query = %s", query)
	}
	want := `{"subject":"High CPU","primaryContact":{"id":7},` +
		`"threads":[{"text":"Firing","entryType":{"lookupName":"Note"},"contentType":{"lookupName":"text/plain"}}],` +
		`"severity":{"lookupName":"2 - Severe"},"statusWithType":{"status":{"lookupName":"Unresolved"}},` +
		`"customFields":{"OCI":{"dedupe_key":"0b7c-1"},"c":{"count":1,"note":"it's not for a query"}}}`
	if body := s.Recorded()[0].Body; body != want {
		t.Errorf("incident's body = %s", body)
	}
}

func TestFindIncidentTakesPlainKeysOnly(t *testing.T) {
	s := newSite(t, nil)
	for _, key := range []string{"", "it's", "a b", "1' OR '1' = '1", "é", "a\n"} {
		if _, err := s.client.FindIncident(t.Context(), dedupeKey, key); err == nil {
			t.Errorf("%q was put into a query", key)
		}
		if _, err := s.client.FindIncidentBySubject(t.Context(), key); err == nil {
			t.Errorf("%q was put into a query for a subject", key)
		}
	}
	if _, err := s.client.FindIncident(t.Context(), b2c.Attribute{Package: "OCI", Name: "a = 'b' OR c"}, "key"); err == nil {
		t.Error("an attribute that is none was put into a query")
	}
	s.expectCalls(t)
	if _, err := s.client.FindIncident(t.Context(), dedupeKey, "ocid1.alarm.oc1..a:b_c-d.E9"); err != nil {
		t.Error(err)
	}
	if query := s.Recorded()[0].Query; query != "customFields.OCI.dedupe_key = 'ocid1.alarm.oc1..a:b_c-d.E9'" {
		t.Errorf("query = %s", query)
	}
}

// TestGone: only B2C Service can say that an incident or a contact is gone, which takes an account.
func TestGone(t *testing.T) {
	for body, gone := range map[string]bool{b2ctest.Problem(nil, 404, "OSC-CREST-00013", "no such object"): true, "<html>not here</html>": false, "": false} {
		s := newSite(t, nil)
		s.Fail(b2ctest.Fault{Status: 404, Body: body})
		if state, err := s.client.GetIncident(t.Context(), 101); state != nil || (err == nil) != gone {
			t.Errorf("%q: %+v, %v", body, state, err)
		}
		s.Fail(b2ctest.Fault{Status: 404, Body: body})
		if has, err := s.client.HasContact(t.Context(), 101); has || (err == nil) != gone {
			t.Errorf("%q: has %v, %v", body, has, err)
		}
		s.Fail(b2ctest.Fault{Status: 404, Body: body})
		if err := s.client.SignIn(t.Context()); (err == nil) != gone {
			t.Errorf("%q: signed in, %v", body, err)
		}
	}
}

func TestParseAttribute(t *testing.T) {
	for _, text := range []string{"OCI.dedupe_key", "c.dedupe_key"} {
		if attribute, err := b2c.ParseAttribute(text); err != nil || attribute.String() != text {
			t.Errorf("%q is read as %q, %v", text, attribute, err)
		}
	}
	for _, text := range []string{"", "dedupe_key", ".a", "a.", "a.b.c", "customFields.c.a", "a b.c", "a.b ", "a.b'"} {
		if attribute, err := b2c.ParseAttribute(text); err == nil {
			t.Errorf("%q is read as %q", text, attribute)
		}
	}
}

func FuzzParseAttribute(f *testing.F) {
	for _, text := range []string{"OCI.dedupe_key", "c.x", "a.b.c", "a.b'", "", "é.é", "a.b\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		attribute, err := b2c.ParseAttribute(text)
		if err == nil && (attribute.String() != text || strings.ContainsAny(text, "' \n=()%")) {
			t.Errorf("%q is read as %q", text, attribute)
		}
	})
}

// TestAnswersOfSomethingElse: what is no answer of B2C Service does not mean that there is nothing.
func TestAnswersOfSomethingElse(t *testing.T) {
	for _, body := range []string{`{}`, `{"items":null}`, `{"status":"ok"}`, `null`} {
		s := newSite(t, nil)
		finds := map[string]func() (any, error){
			"FindIncident": func() (any, error) { return s.client.FindIncident(t.Context(), dedupeKey, "key") },
			"GetIncident":  func() (any, error) { return s.client.GetIncident(t.Context(), 7) },
			"HasContact":   func() (any, error) { return s.client.HasContact(t.Context(), 7) },
			"HasThread":    func() (any, error) { return s.client.HasThread(t.Context(), 7, "text") },
			"phone":        func() (any, error) { return s.client.FindContactByPhone(t.Context(), number) },
			"email":        func() (any, error) { return s.client.FindContactByEmail(t.Context(), []string{"ann@a.example"}) },
		}
		for name, find := range finds {
			s.Fail(b2ctest.Fault{Status: 200, Body: body})
			if found, err := find(); err == nil {
				t.Errorf("%s reads %s as %v", name, body, found)
			}
		}
		s.Fail(b2ctest.Fault{Status: 503, Method: http.MethodPost, Commit: true}, b2ctest.Fault{Status: 200, Body: body, Method: http.MethodGet})
		if _, err := s.client.CreateIncident(t.Context(), newIncident(7)); err == nil || len(s.Objects("incidents")) != 1 {
			t.Errorf("having read %s, an incident was created again: %d, %v", body, len(s.Objects("incidents")), err)
		}
	}
}
