package tmf

import (
	"strings"

	"github.com/cxbridge/cxbridge/shared/tmf/pointer"
)

// mapping says where in the events of one type stands what an incident needs. A nil path leaves it to what is known of the kind.
type mapping struct {
	kind   kind
	change Change

	subject, text, severity, phone, email, correlationKey, state *path
}

// path is a JSON pointer into an event.
type path struct{ pointer.Pointer }

// mapping returns what the settings say of a type, or else what is known.
func (s *Settings) mapping(eventType string) (*mapping, bool) {
	name := typeName(eventType)
	if m, ok := s.mappings[name]; ok {
		return m, true
	}
	kindName, change := split(name)
	known, ok := kindNamed(kindName)
	return &mapping{kind: known, change: change}, ok && kindName != name
}

// kindOf returns the kind of the entities that an event type of the settings is about.
func kindOf(eventType string) kind {
	spelled := strings.TrimPrefix(eventType, typePrefix)
	name, _ := split(strings.ToLower(spelled))
	if known, ok := kindNamed(name); ok {
		return known
	}
	spelled = spelled[:len(name)]
	return kind{name: strings.ToLower(spelled[:1]) + spelled[1:], label: words(spelled)}
}

// String returns the pointer, "" for a nil path.
func (p *path) String() string {
	if p == nil {
		return ""
	}
	return p.Pointer.String()
}

// or returns what the path leads to in an event, or the value that counts without a path.
func (p *path) or(event, value any) any {
	if p == nil {
		return value
	}
	found, _ := p.Value(event)
	return found
}

func (p *path) lineOr(event, value any) string { return lineOf(p.or(event, value)) }

func (p *path) textOr(event, value any) string { return textOf(p.or(event, value)) }

// owner is the id of the entity to which the event's entity belongs, if it is of such a kind.
func (m *mapping) owner(body map[string]any) string {
	if m.kind.about == "" || m.correlationKey != nil {
		return ""
	}
	return lineOf(dig(body, m.kind.about+"/id"))
}

// contacts returns how the customer can be reached.
func (m *mapping) contacts(e *Event, body map[string]any) reach {
	if m.phone == nil && m.email == nil {
		return contactsOf(body, e.Time)
	}
	var r reach
	for _, p := range []*path{m.phone, m.email} {
		for _, value := range list(p.or(e.Document, nil)) {
			r.any(lineOf(value))
			r.party(value, e.Time)
		}
	}
	return r
}
