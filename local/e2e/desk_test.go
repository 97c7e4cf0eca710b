//go:build engine

package e2e

import (
	"context"
	"net/http"

	"github.com/cxbridge/cxbridge/local/deskreader"
)

func (s *stack) desk() deskreader.Reader {
	return deskreader.Reader{
		URL: s.addresses.Desk, User: s.addresses.DeskUser, Password: s.addresses.DeskPassword, Client: http.DefaultClient,
	}
}

func (s *stack) newestIncident() *deskreader.Incident {
	s.t.Helper()
	incident, err := s.desk().Newest(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	return incident
}

// mustHaveCalled compares how many calls the functions made at the desk since
// the last forgetCalls.
func (s *stack) mustHaveCalled(want int) {
	s.t.Helper()
	calls, err := s.desk().Calls(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	if len(calls) != want {
		s.t.Errorf("%d B2C calls were made, want %d: %q", len(calls), want, calls)
	}
}

func (s *stack) forgetCalls() {
	s.t.Helper()
	if err := s.desk().Forget(context.Background()); err != nil {
		s.t.Fatal(err)
	}
}
