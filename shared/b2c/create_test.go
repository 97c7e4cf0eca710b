package b2c_test

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/b2c/b2ctest"
)

// TestUncertainCreate: whatever happens to a create, there is one object in the end, or an error.
func TestUncertainCreate(t *testing.T) {
	kinds := map[string]func(*site) (int64, error){
		"contacts": func(s *site) (int64, error) {
			contact, err := s.client.CreateContact(context.Background(), customer, number)
			return contact.ID, err
		},
		"incidents": func(s *site) (int64, error) {
			incident, err := s.client.CreateIncident(context.Background(), newIncident(7))
			return incident.ID, err
		},
	}
	for collection, run := range kinds {
		for _, test := range mishaps(http.MethodPost) {
			t.Run(collection+" "+test.name, func(t *testing.T) {
				s := newSite(t, nil)
				s.Fail(test.faults...)
				id, err := run(s)
				if (err != nil) != test.fails {
					t.Fatalf("error = %v, want one: %v", err, test.fails)
				}
				creates := len(slices.DeleteFunc(s.Calls(), func(call string) bool { return call != "POST "+collection }))
				if creates != test.calls {
					t.Errorf("%d creates, want %d", creates, test.calls)
				}
				if objects := s.Objects(collection); !test.fails && (len(objects) != 1 || objects[0]["id"] != id) {
					t.Errorf("%d objects, of which %d was returned", len(objects), id)
				}
			})
		}
	}
}

func TestAnotherIncidentIsNotTaken(t *testing.T) {
	tests := map[string]func(*b2c.Incident){
		"another subject": func(i *b2c.Incident) { i.Subject = "Something else" },
		"the same first line": func(i *b2c.Incident) {
			i.Threads = []b2c.Thread{b2c.Note(`{"body":"My router is blinking red\nagain"}`)}
		},
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, nil)
			other := newIncident(7)
			change(&other)
			if _, err := s.client.CreateIncident(t.Context(), other); err != nil {
				t.Fatal(err)
			}
			s.Fail(b2ctest.Fault{Status: 503, Method: http.MethodPost})
			incident, err := s.client.CreateIncident(t.Context(), newIncident(7))
			if err != nil || incident.ID != 102 || len(s.Objects("incidents")) != 2 {
				t.Errorf("incident %+v, %v; %d incidents", incident, err, len(s.Objects("incidents")))
			}
		})
	}
}

// TestStoredTextIsRecognized: a site may end lines in its own way, and cut blanks off.
func TestStoredTextIsRecognized(t *testing.T) {
	for _, stored := range []string{"one\ntwo", "one\r\ntwo\r\n", "one\rtwo \n"} {
		s := newSite(t, nil)
		ours := newIncident(7)
		ours.Threads = []b2c.Thread{b2c.Note(stored)}
		if _, err := s.client.CreateIncident(t.Context(), ours); err != nil {
			t.Fatal(err)
		}
		s.Fail(b2ctest.Fault{Status: 503, Method: http.MethodPost})
		ours.Threads = []b2c.Thread{b2c.Note("one\r\ntwo ")}
		if incident, err := s.client.CreateIncident(t.Context(), ours); err != nil || incident.ID != 101 {
			t.Errorf("stored as %q: incident %+v, %v; want the one there is", stored, incident, err)
		}
	}
}

// TestStoredSubjectIsRecognized: what is cut at its longest may end with a blank.
func TestStoredSubjectIsRecognized(t *testing.T) {
	s := newSite(t, nil)
	ours := newIncident(7)
	if _, err := s.client.CreateIncident(t.Context(), ours); err != nil {
		t.Fatal(err)
	}
	s.Fail(b2ctest.Fault{Status: 503, Method: http.MethodPost})
	ours.Subject += " "
	if incident, err := s.client.CreateIncident(t.Context(), ours); err != nil || incident.ID != 101 {
		t.Errorf("incident %+v, %v; want the one there is", incident, err)
	}
}

// TestLateCreate: with little time left there is still some to look whether it was committed.
func TestLateCreate(t *testing.T) {
	tests := map[string]struct {
		fault b2ctest.Fault
		left  time.Duration
	}{
		"silence":             {b2ctest.Fault{Hang: true}, 4 * time.Second},
		"no time for a pause": {b2ctest.Fault{Status: 503}, time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, nil)
			test.fault.Commit, test.fault.Method = true, http.MethodPost
			s.Fail(test.fault)
			ctx, cancel := context.WithDeadline(t.Context(), s.clock.Now().Add(test.left))
			defer cancel()
			incident, err := s.client.CreateIncident(ctx, newIncident(7))
			if err != nil || incident.ID != 101 {
				t.Errorf("incident %+v, %v; want the one that was committed", incident, err)
			}
			s.expectCalls(t, "POST incidents", "GET incidents", "GET incidents/101")
			if asked := s.Patience.Asked()[0]; asked != test.left/2 {
				t.Errorf("the call was given %v of %v", asked, test.left)
			}
		})
	}
}
