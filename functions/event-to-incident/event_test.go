package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

// sent is an event of a trouble ticket, as version 4 has it.
type sent struct {
	kind     string // as in the event's type: "Create", …
	minute   int    // after noon
	state    string
	severity string
	ticket   string // TT-1 where it is empty
	timeless bool
	name     string // of the event, besides kind and minute
	party    map[string]any
}

// id is the event's: there is one for each kind and minute.
func (s sent) id() string { return fmt.Sprintf("%s-%s%s-%d", s.number(), s.kind, s.name, s.minute) }

func (s sent) number() string {
	if s.ticket == "" {
		return "TT-1"
	}
	return s.ticket
}

func (s sent) String() string {
	ticket := map[string]any{"id": s.number(), "name": "Line drops", "description": "Sync lost"}
	for name, value := range map[string]string{"status": s.state, "severity": s.severity} {
		if value != "" {
			ticket[name] = value
		}
	}
	if s.party != nil {
		ticket["relatedParty"] = []any{s.party}
	}
	event := map[string]any{"eventId": s.id(), "eventType": "TroubleTicket" + s.kind + "Event", "event": map[string]any{"troubleTicket": ticket}}
	if !s.timeless {
		event["eventTime"] = noon.Add(minutes(s.minute)).Format(time.RFC3339)
	}
	encoded, err := json.Marshal(event)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

func created(minute int) string {
	return sent{kind: "Create", minute: minute, state: "acknowledged"}.String()
}

// changed is a change of something else than the state.
func changed(minute int) string { return sent{kind: "AttributeValueChange", minute: minute}.String() }

// turned is a change of the state.
func turned(minute int, state string) string {
	return sent{kind: "StatusChange", minute: minute, state: state}.String()
}

func resolved(minute int) string {
	return sent{kind: "Resolved", minute: minute, state: "resolved"}.String()
}

func deleted(minute int) string { return sent{kind: "Delete", minute: minute}.String() }

const (
	isCreated  = "CREATED: Line drops"
	isChanged  = "CHANGED: Line drops"
	isTurned   = "STATE CHANGED: Line drops"
	isResolved = "RESOLVED: Line drops"
	isDeleted  = "DELETED: Line drops"
)

// ticket is the incident of the tests' trouble ticket.
func ticket(status string, threads ...string) filed {
	return filed{Subject: "Line drops", Status: status, Key: "troubleTicket:troubleTicket:TT-1", Threads: threads}
}

// told is how often an event was told.
func (b *bench) told(incident int, s sent) int {
	n := 0
	for _, text := range b.Texts(incident) {
		if strings.HasSuffix(text, "\nEvent "+s.id()) {
			n++
		}
	}
	return n
}
