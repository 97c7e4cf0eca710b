//go:build engine

package e2e

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/sync/errgroup"

	"github.com/cxbridge/cxbridge/local/events"
)

// withoutKeys: the identity provider does not give out its keys when the first token
// comes, so that the gateway cannot know whose it is.
func (s *stack) withoutKeys() {
	s.planFault(`{"match": {"path": "/admin/v1/SigningCert/jwk"}, "fault": "unavailable"}`)
	d := s.deliver(ticketAPI, s.another(ticketsEvents[0], "TT-2"))
	if d.Outcome != events.Waiting || d.Status != http.StatusInternalServerError {
		s.t.Fatalf("the delivery is %+v, want it answered 500, and to be made again", d)
	}
	s.waitForDelivery(d.ID)
	if i := s.incidentOf(ticketAPI, "TT-2"); len(i.Threads) != 1 {
		s.t.Errorf("the incident is %+v, want one thread", i)
	}
}

// redelivered has an entity of each API, whose events are all published at the same
// time, and then again and again, with a later one first.
func (s *stack) redelivered() {
	type occasion struct {
		of    api
		event []byte
	}
	var all []occasion
	for _, name := range ticketsEvents {
		all = append(all, occasion{ticketAPI, s.another(name, "TT-3")})
	}
	all = append(all,
		occasion{orderAPI, s.another("product-order-failed.json", "PO-3")},
		occasion{billAPI, s.another("customer-bill-created.json", "CB-3")})
	before := s.newestIncident()

	var together errgroup.Group
	for _, o := range all {
		together.Go(func() error {
			deliveries, err := s.application().Publish(context.Background(), o.of.name, o.of.version, o.event)
			if err != nil {
				return err
			}
			return events.Check(deliveries)
		})
	}
	if err := together.Wait(); err != nil {
		s.t.Fatal(err)
	}
	for round := 1; round <= 2; round++ {
		for _, o := range slices.Concat(all[round:], all[:round]) {
			s.mustDeliver(o.of, o.event)
		}
	}

	for _, want := range []struct {
		of      api
		id      string
		status  string
		threads int
	}{
		{ticketAPI, "TT-3", "Solved", len(ticketsEvents)}, {orderAPI, "PO-3", "Unresolved", 1}, {billAPI, "CB-3", "Unresolved", 1},
	} {
		if i := s.incidentOf(want.of, want.id); i.Status != want.status || len(i.Threads) != want.threads {
			s.t.Errorf("the incident of %s is %+v, want it %s, with %d threads", want.id, i, want.status, want.threads)
		}
	}
	if made := s.newestIncident().ID - before.ID; made != 3 {
		s.t.Errorf("%d incidents came of a ticket, an order and a bill", made)
	}
}

// killedMeanwhile has the desk write what an event says and lose the answer, and kills
// the function when it looks whether that was written: who takes the event again finds
// it half done.
func (s *stack) killedMeanwhile() {
	s.mustDeliver(ticketAPI, s.another(ticketsEvents[0], "TT-4"))
	opened := s.incidentOf(ticketAPI, "TT-4")
	s.forgetCalls()
	s.planFault(fmt.Sprintf(`{"match": {"method": "PATCH", "path": "/incidents/%d"}, "fault": "commit-then-reset"}`, opened.ID))
	s.planFault(`{"match": {"path": "/queryResults"}, "fault": "hang"}`)

	delivered := make(chan events.Delivery, 1)
	go func() {
		defer close(delivered)
		deliveries, err := s.application().Publish(context.Background(), ticketAPI.name, ticketAPI.version, s.another(ticketsEvents[1], "TT-4"))
		if err != nil || len(deliveries) != 1 {
			s.t.Errorf("the deliveries are %+v, %v", deliveries, err)
			return
		}
		delivered <- deliveries[0]
	}()
	s.waitFor("the function to look for what it wrote", func() bool {
		calls, err := s.desk().Calls(context.Background())
		if err != nil {
			s.t.Fatal(err)
		}
		return slices.ContainsFunc(calls, func(call string) bool { return strings.Contains(call, "/queryResults") })
	})
	if killed := s.killProcesses(); killed == 0 {
		s.t.Fatal("no function's process was there to be killed")
	}
	d, ok := <-delivered
	if !ok || d.Outcome != events.Waiting || d.Status != http.StatusBadGateway {
		s.t.Fatalf("the delivery is %+v, want it answered 502, and to be made again", d)
	}
	s.waitForDelivery(d.ID)
	if i := s.incidentOf(ticketAPI, "TT-4"); i.ID != opened.ID || len(i.Threads) != 2 {
		s.t.Errorf("the incident is %+v, want %d with two threads", i, opened.ID)
	}
	s.mustDeliver(ticketAPI, s.another(ticketsEvents[2], "TT-4"))
	if i := s.incidentOf(ticketAPI, "TT-4"); i.ID != opened.ID || len(i.Threads) != 3 || i.Status != "Solved" {
		s.t.Errorf("the incident is %+v, want %d solved, with three threads", i, opened.ID)
	}
}

// killProcesses kills those of all functions, and returns how many there were.
func (s *stack) killProcesses() int {
	s.t.Helper()
	processes, err := s.daemon.Cloud.Processes(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, process := range processes {
		if err := syscall.Kill(process.PID, syscall.SIGKILL); err != nil {
			s.t.Fatal(err)
		}
	}
	return len(processes)
}
