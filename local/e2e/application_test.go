//go:build engine

package e2e

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/cxbridge/cxbridge/local/deskreader"
	"github.com/cxbridge/cxbridge/local/events"
	"github.com/cxbridge/cxbridge/shared/tmf"
)

// application is the CX Industries application, which stands beside the desk.
func (s *stack) application() events.Publisher { return events.Publisher{Desk: s.desk()} }

// deliver publishes an event that one listener wants, and returns how that went.
func (s *stack) deliver(of api, event []byte) events.Delivery {
	s.t.Helper()
	deliveries, err := s.application().Publish(context.Background(), of.name, of.version, event)
	if err != nil {
		s.t.Fatal(err)
	}
	if len(deliveries) != 1 {
		s.t.Fatalf("an event of %s %s was delivered %d times, want once: %+v", of.name, of.version, len(deliveries), deliveries)
	}
	return deliveries[0]
}

// mustDeliver publishes an event that is to be taken at once, as its API's version
// says.
func (s *stack) mustDeliver(of api, event []byte) {
	s.t.Helper()
	if d := s.deliver(of, event); d.Outcome != events.Delivered || d.Status != of.taken {
		s.t.Fatalf("the delivery is %+v, want it answered %d", d, of.taken)
	}
}

// waitForDelivery waits until what was not taken at once is.
func (s *stack) waitForDelivery(id string) {
	s.t.Helper()
	s.waitFor("the application's next attempt to be taken", func() bool {
		deliveries, err := s.application().Look(context.Background(), id)
		if err != nil || len(deliveries) != 1 || deliveries[0].Outcome == events.Failed {
			s.t.Fatalf("the delivery %s is %+v, %v", id, deliveries, err)
		}
		return deliveries[0].Outcome == events.Delivered
	})
}

// registration is the one that the stack made for an API, nil if there is none.
func (s *stack) registration(of api) *events.Registration {
	s.t.Helper()
	for _, r := range s.registrations() {
		if len(r.APIs) == 1 && r.APIs[0].Name == of.name {
			return &r
		}
	}
	return nil
}

func (s *stack) registrations() []events.Registration {
	s.t.Helper()
	all, err := s.application().Registrations(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// unregister removes a registration behind the stack's back.
func (s *stack) unregister(id string) {
	s.t.Helper()
	s.call(http.MethodDelete, s.addresses.Desk+"/admin/listenerRegistrations/"+id, "")
}

// token is what the identity provider gives a client.
func (s *stack) token(client, secret string) string {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodPost, s.addresses.Desk+"/oauth2/v1/token",
		strings.NewReader(url.Values{"grant_type": {"client_credentials"}}.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	request.SetBasicAuth(client, secret)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	var granted struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&granted); err != nil || granted.Token == "" {
		s.t.Fatalf("the identity provider answered %s without a token: %v", answer.Status, err)
	}
	return granted.Token
}

// incidentOf is the incident of an entity that an API tells of.
func (s *stack) incidentOf(of api, id string) *deskreader.Incident {
	s.t.Helper()
	entity := tmf.Entity{API: of.name, Kind: of.entity, ID: id}
	incident, err := s.desk().ByKey(context.Background(), entity.Key())
	if err != nil {
		s.t.Fatalf("%s: %v", id, err)
	}
	return incident
}
