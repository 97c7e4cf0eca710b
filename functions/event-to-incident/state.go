package main

import (
	"encoding/json"
	"time"

	"github.com/cxbridge/cxbridge/shared/incidents"
	"github.com/cxbridge/cxbridge/shared/once"
	"github.com/cxbridge/cxbridge/shared/tmf"
)

// Events are known for as long as a ledger's row lives that nobody writes: when publishers deliver again is not documented, and
// people may make them do so after days. Most entities have a dozen events.
const (
	maxAge  = 90 * 24 * time.Hour
	maxSeen = 1000
)

// state is what the ledger keeps of an entity.
type state struct {
	entity
	once.Memory
}

// entity is how an entity stands, and its incident, after all events that were seen, whatever the order in which they came. A state
// without a status says that the entity is alive.
type entity struct {
	incidents.Known
	Newest   position `json:"newest"`   // of all events
	Decided  said     `json:"decided"`  // the status of the newest event that has one, or that says that the entity is over
	Alive    position `json:"alive"`    // of the newest event whose state leaves the status as it is
	Severity said     `json:"severity"` // of the newest event that has one
}

// said is what an event said.
type said struct {
	At    position `json:"at"`
	Name  string   `json:"name,omitempty"`
	Final bool     `json:"final,omitempty"` // the entity is over
}

// readState decodes a row's value. What cannot be read is as good as not known: B2C Service is looked into then.
func readState(value json.RawMessage) (*state, error) {
	s := &state{}
	if value == nil {
		return s, nil
	}
	if err := json.Unmarshal(value, s); err != nil {
		return &state{}, err
	}
	return s, nil
}

// Prune implements [once.State].
func (s *state) Prune(now time.Time) { s.Forget(now, maxAge, maxSeen) }

// after returns how the entity stands after an event at a position.
func (e entity) after(event *tmf.Entity, at position) entity {
	e.Newest = latest(e.Newest, at)
	switch {
	case event.Status != "" || event.Final:
		e.Decided = e.Decided.or(said{at, event.Status, event.Final})
	case event.State != "" && event.Change != tmf.Deleted:
		e.Alive = latest(e.Alive, at)
	}
	if event.Severity != "" {
		e.Severity = e.Severity.or(said{At: at, Name: event.Severity})
	}
	return e
}

// or returns the newer of two. Of two at the same position it is the other one, which came later.
func (s said) or(other said) said {
	if other.At.before(s.At) {
		return s
	}
	return other
}

// over tells whether the entity is over, as far as known.
func (e entity) over() bool { return e.Decided.Final && !e.Decided.At.before(e.Alive) }

// wanted returns the status that the incident is to have; "" if no event has said any.
func (s *settings) wanted(e entity) string {
	if e.Decided.Final && !e.over() {
		return s.open // it came alive again
	}
	return e.Decided.Name
}
