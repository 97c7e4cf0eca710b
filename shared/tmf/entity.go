package tmf

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/cxbridge/cxbridge/shared/plain"
)

// ErrUnknownType is the error for an event of a type that is neither known nor mapped by the settings.
var ErrUnknownType = errors.New("unknown event type")

// Caps in characters: of a text, and of a subject, which is no longer than an incident's may be (B2C Service REST API: incidents).
const (
	maxText    = 4000
	maxSubject = 240
)

// Entity is what an event is about, and what the event says of it.
type Entity struct {
	API      string
	Kind     string // "troubleTicket"
	ID       string
	Change   Change
	Subject  string   // never empty, nor longer than an incident's subject may be
	Text     string   // a description for people; "" if there is none
	State    string   // as the entity names it, cut; "resolved" or "deleted" if the event says no more than that; "" if it says none
	Status   string   // the incident's, by the settings' statuses; "" leaves it as it is
	Severity string   // the incident's, by the settings' severities; "" leaves it as it is
	Phones   []string // of the customer, as they were written, the preferred first
	Emails   []string
	Facts    []Fact // for people, always in the same order
	Final    bool   // the entity is over, unless it comes alive again
}

// Key stands for the entity where only letters, digits and . _ : - may be, at most 64 of them. B2C Service compares texts without
// case, but publishers have ids that differ in nothing else: one with small letters is never shown as it is.
func (e *Entity) Key() string {
	text := e.API + ":" + e.Kind + ":" + e.ID
	if e.ID != strings.ToUpper(e.ID) {
		return plain.Hash(text)
	}
	return plain.Key(text)
}

// Entity returns what an event of an API is about. The error is [ErrUnknownType], or [ErrInvalid] if the event does not say
// which entity it is about.
func (s *Settings) Entity(api string, e *Event) (*Entity, error) {
	m, ok := s.mapping(e.Type)
	if !ok {
		return nil, fmt.Errorf("%w: %.80q is not an event of a trouble ticket, product order or customer bill, and the settings map no such eventType", ErrUnknownType, e.Type)
	}
	body := m.kind.body(e.Document)
	id := m.correlationKey.lineOr(e.Document, body["id"])
	switch {
	case id == "":
		return nil, fmt.Errorf("%w: it has no %s", ErrInvalid, cmp.Or(m.correlationKey.String(), "/event/"+m.kind.name+"/id"))
	case len(id) > maxEntityID:
		return nil, fmt.Errorf("%w: the id of its %s is longer than %d bytes", ErrInvalid, m.kind.name, maxEntityID)
	}
	owner, customer := m.owner(body), m.contacts(e, body)
	shown := cmp.Or(owner, id)
	entity := &Entity{API: api, Kind: m.kind.name, ID: id, Change: m.change, Phones: customer.phones, Emails: customer.emails}
	entity.Facts = m.kind.describe(shown, body, e, customer)
	entity.Subject = plain.Cut(cmp.Or(m.subject.lineOr(e.Document, nil), m.kind.subject(shown, body, e)), maxSubject)
	entity.Text = plain.Cut(m.text.textOr(e.Document, body["description"]), maxText)
	if owner != "" {
		entity.Kind, entity.ID, entity.Change = m.kind.about, owner, Changed
		return entity, nil // state and severity are not the owner's
	}
	entity.Severity = s.severity(m, body, e)
	entity.State = state(m, body, e)
	entity.Status = s.statuses[strings.ToLower(entity.State)]
	entity.Final = entity.Status != "" && strings.EqualFold(entity.Status, s.statuses[closed])
	return entity, nil
}

// The states that others are compared with, or that an event says although its entity does not.
const (
	resolved = "resolved"
	closed   = "closed"
	deleted  = "deleted"
)

// state is the state of an entity, which the event's type may know better.
func state(m *mapping, body map[string]any, e *Event) string {
	state := plain.ShortName(m.state.lineOr(e.Document, cmp.Or(lineOf(body["status"]), lineOf(body["state"]))))
	switch {
	case m.change == Deleted:
		return deleted
	case m.change == Resolved && state == "":
		return resolved
	}
	return state
}

// severity is the first of the words that say how bad it is that the settings know. Only what tells of a new entity tells all of
// it: in later events a priority without the severity would replace it, and the event's own is no longer the entity's.
func (s *Settings) severity(m *mapping, body map[string]any, e *Event) string {
	severity, priority := lineOf(body["severity"]), lineOf(body["priority"])
	words := []string{severity, priority, e.Priority}
	switch {
	case m.severity != nil:
		words = []string{m.severity.lineOr(e.Document, nil)}
	case m.change != Created && m.kind.severe:
		words = []string{severity}
	case m.change != Created:
		words = []string{severity, priority}
	}
	for _, word := range words {
		if severity, ok := s.severities[strings.ToLower(word)]; ok {
			return severity
		}
	}
	return ""
}

// subject is an entity's name, or what it is and what happened.
func (k kind) subject(id string, body map[string]any, e *Event) string {
	if name := lineOf(body["name"]); name != "" {
		return name
	}
	subject := k.label + " " + plain.ShortName(id)
	if e.Title != "" {
		subject += ": " + e.Title
	}
	return subject
}
