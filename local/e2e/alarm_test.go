//go:build engine

package e2e

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/deskreader"
)

// One stack serves all the ways an alarm can go. Its minutes are seconds here.
func TestAlarms(t *testing.T) {
	s := newStackOn(t, repository(t), daemon.Behaviour{AlarmSpeed: alarmSpeed})
	s.upWithLateAlarms()
	for _, way := range []struct {
		name string
		run  func(*stack)
	}{
		{"the guide's messages become one incident with two threads", (*stack).guidesMessages},
		{"a created secret fires the guide's alarm", (*stack).createdSecret},
		{"a failing function is the operators' business", (*stack).failingFunction},
	} {
		t.Run(way.name, func(t *testing.T) {
			part := *s
			part.t = t
			part.forgetCalls()
			way.run(&part)
		})
	}
}

// alarmSpeed makes a second of an alarm's minute.
const alarmSpeed = 60

// upWithLateAlarms makes the alarms in a later minute than the stack's own secrets, which
// would fire the guide's alarm: an alarm looks at all of the minute in which it is made.
func (s *stack) upWithLateAlarms() {
	s.t.Helper()
	s.upWithout("alarms")
	made := time.Now()
	s.waitFor("the minute to be over", func() bool { return time.Since(made) > time.Minute/alarmSpeed })
	s.up()
}

// guidesKey is the dedupeKey of the guide's alarm.
const guidesKey = "9a38cd1c-f808-4871-8c2a-abc4a72a9868"

func (s *stack) guidesMessages() {
	s.publish(s.message("ok-to-firing.json"))
	opened := s.waitForIncident(func() (*deskreader.Incident, error) { return s.desk().ByKey(context.Background(), guidesKey) },
		func(i *deskreader.Incident) bool { return true })
	if opened.Subject != "Test Alert" || opened.Severity != "4 - Low" || opened.Status != "Unresolved" || len(opened.Threads) != 1 ||
		!strings.Contains(opened.Threads[0].Text, "bucket-20200810-1902") {
		s.t.Errorf("opened: %+v", opened)
	}
	s.mustHaveCalled(2)
	s.publish(s.message("firing-to-ok.json"))
	ended := s.waitForIncident(func() (*deskreader.Incident, error) { return s.desk().ByKey(context.Background(), guidesKey) },
		func(i *deskreader.Incident) bool { return i.Status != "Unresolved" })
	if ended.ID != opened.ID || ended.Status != "Updated" || len(ended.Threads) != 2 {
		s.t.Errorf("ended: %+v, want incident %d with two threads and the status Updated", ended, opened.ID)
	}
	s.mustHaveCalled(4)
}

func (s *stack) createdSecret() {
	began := s.newestIncident()
	s.createSecret("e2e")
	newest := func() (*deskreader.Incident, error) { return s.desk().NewestWithKey(context.Background()) }
	opened := s.waitForIncident(newest, func(i *deskreader.Incident) bool { return i.ID != began.ID })
	if opened.Subject != "Test Alert" || !strings.Contains(opened.Threads[0].Text, "CreateSecret[1m]") ||
		!strings.Contains(opened.Threads[0].Text, "e2e") {
		s.t.Errorf("opened: %+v", opened)
	}
	s.waitForIncident(newest, func(i *deskreader.Incident) bool { // which may have been over when it was first seen
		return i.ID == opened.ID && i.Status == "Updated" && len(i.Threads) >= 2
	})
}

// failingFunction has the desk refuse all: the function cannot do its work, which
// nobody must learn from an incident.
func (s *stack) failingFunction() {
	began := s.newestIncident()
	s.confirmEmails()
	s.planFault(`{"match": {"method": "POST", "path": "/incidents"}, "fault": "unauthorized", "times": 1000}`)
	s.publish(strings.ReplaceAll(s.message("ok-to-firing.json"), guidesKey, "another-key"))
	s.waitFor("the operators' mail on the function's error", func() bool {
		for _, mail := range s.emails() {
			if strings.Contains(mail.Subject, "function-errors") {
				return true
			}
		}
		return false
	})
	if i := s.newestIncident(); i.ID != began.ID {
		s.t.Errorf("an incident came of it: %+v", i)
	}
}

func (s *stack) message(name string) string {
	s.t.Helper()
	content, err := os.ReadFile(filepath.Join(s.engine.Checkout.Root, "functions", "alarm-to-incident", "testdata", name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(content)
}

// waitForIncident looks until there is an incident as is wanted.
func (s *stack) waitForIncident(look func() (*deskreader.Incident, error), wanted func(*deskreader.Incident) bool) *deskreader.Incident {
	s.t.Helper()
	var found *deskreader.Incident
	s.waitFor("the incident", func() bool {
		incident, err := look()
		if err != nil && !errors.Is(err, deskreader.ErrNoIncident) {
			s.t.Fatal(err)
		}
		found = incident
		return err == nil && wanted(incident)
	})
	return found
}

// waitFor looks again and again, three minutes at most.
func (s *stack) waitFor(what string, is func() bool) {
	s.t.Helper()
	deadline := time.After(3 * time.Minute)
	for !is() {
		select {
		case <-deadline:
			s.t.Fatalf("waited three minutes for %s", what)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
