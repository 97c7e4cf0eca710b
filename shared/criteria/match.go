package criteria

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/go-openapi/jsonpointer"
)

// eventType is the path whose values may carry the prefix, as CX Industries' samples of queries do.
const (
	eventType = "/eventType"
	prefix    = "/event/"
)

// Matches tells whether an event, as encoding/json decodes one into an any, is among those that the query asks for.
func (c *Criteria) Matches(event any) bool {
	return slices.ContainsFunc(c.Any, func(j *Join) bool {
		return !slices.ContainsFunc(j.All, func(m *Member) bool { return !m.matches(event) })
	})
}

func (m *Member) matches(event any) bool {
	if m.Nested != nil {
		return m.Nested.Matches(event)
	}
	return m.Comparison.matches(event)
}

func (c *Comparison) matches(event any) bool {
	pointer, err := jsonpointer.New(string(c.Path))
	if err != nil {
		return false
	}
	value, _, err := pointer.Get(event)
	if err != nil {
		return false
	}
	found, ok := text(value)
	if !ok {
		return false
	}
	wanted := string(c.Value)
	if c.Path == eventType {
		found, wanted = strings.TrimPrefix(found, prefix), strings.TrimPrefix(wanted, prefix)
	}
	return found == wanted
}

// text returns a text, or the JSON of a number or truth value. Nothing else can equal a text.
func text(value any) (string, bool) {
	switch value := value.(type) {
	case string:
		return value, true
	case bool, float64, json.Number:
		encoded, err := json.Marshal(value)
		return string(encoded), err == nil
	}
	return "", false
}
