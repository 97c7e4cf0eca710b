package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/shared/alarm"
)

// check compares what is at the desk with what the life says.
func (m *model) check() {
	m.T.Helper()
	incidents, want := m.Incidents(), 1
	if m.perResource {
		fired := map[string]bool{}
		for _, message := range m.life {
			for _, server := range message.servers {
				fired[server] = true
			}
		}
		want = len(fired)
	}
	if len(incidents) != want {
		m.T.Errorf("%d incidents, want %d", len(incidents), want)
	}
	for i, incident := range incidents {
		texts := m.Texts(i + 1)
		m.checkStatus(incident)
		m.checkTold(incident, strings.Join(texts, "\n"))
		slices.Sort(texts)
		if len(slices.Compact(slices.Clone(texts))) != len(texts) {
			m.T.Errorf("%s has a thread twice: %q", incident.Subject, incident.Threads)
		}
		if !m.perResource && !m.disorder && !m.faults {
			m.checkClears(strings.Join(texts, "\n"))
		}
	}
}

// concerns tells whether a message says that what an incident is for fires.
func (m *model) concerns(message sent, incident filed) bool {
	server, ofServer := strings.CutPrefix(incident.Subject, "High CPU: server ")
	return alarm.Type(message.kind).Firing() && (!ofServer || slices.Contains(message.servers, server))
}

func (m *model) checkStatus(incident filed) {
	m.T.Helper()
	status, silent := "", false
	for _, message := range m.life {
		switch {
		case m.concerns(message, incident):
			status, silent = "Unresolved", false
		case message.kind == "RESET":
			silent = true // until it is named, or all is over
		case message.kind == "FIRING_TO_OK", !silent:
			status = "Updated"
		}
	}
	if incident.Status != status {
		m.T.Errorf("%s is %s, want %s: %q", incident.Subject, incident.Status, status, incident.Threads)
	}
}

// checkTold: every message is told once. Some repeats are only counted; an end is told of what fired until then. It may be told twice
// of a resource of which it did not know that it fires, as the message that says so failed halfway: when it comes, and with that one.
func (m *model) checkTold(incident filed, texts string) {
	m.T.Helper()
	for _, message := range m.life {
		n := strings.Count(texts, parse(m.T, message.String()).Source())
		must := m.concerns(message, incident) || !m.perResource
		if m.counts && message.kind == "REPEAT" {
			must = false
		}
		most := 1
		if m.perResource && m.disorder && m.faults && !alarm.Type(message.kind).Firing() {
			most = 2
		}
		if n > most || n == 0 && must {
			m.T.Errorf("%s was told %d times the %s of minute %d: %q", incident.Subject, n, message.kind, message.minute, incident.Threads)
		}
	}
}

// checkClears: each resource has a CLEAR for each time that it is known to have stopped.
func (m *model) checkClears(texts string) {
	m.T.Helper()
	want, fires := map[string]int{}, map[string]bool{}
	for _, message := range m.life {
		for server := range maps.Clone(fires) {
			if slices.Contains(message.servers, server) {
				continue
			}
			delete(fires, server)
			if message.kind != "RESET" {
				want[server]++
			}
		}
		for _, server := range message.servers {
			fires[server] = true
		}
	}
	for _, server := range []string{"A", "B", "C"} {
		if got := strings.Count(texts, "CLEAR: server "+server+"\n"); got != want[server] {
			m.T.Errorf("server %s was cleared %d times, want %d", server, got, want[server])
		}
	}
}
