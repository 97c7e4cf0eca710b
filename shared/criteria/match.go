package criteria

import (
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/shared/tmf/pointer"
)

// eventType is the path whose values may carry the prefix, as CX Industries' samples of queries do.
const (
	eventType = "/eventType"
	prefix    = "/event/"
)

// Matches tells whether an event, as encoding/json decodes one into an any, is among those that the query asks for.
func (c *Criteria) Matches(event any) bool {
	return slices.ContainsFunc(c.Any, func(j *Join) bool { return j.matches(event) })
}

func (j *Join) matches(event any) bool {
	return !slices.ContainsFunc(j.All, func(m *Member) bool { return !m.matches(event) })
}

func (m *Member) matches(event any) bool {
	if m.Nested != nil {
		return m.Nested.Matches(event)
	}
	return m.Comparison.matches(event)
}

func (c *Comparison) matches(event any) bool {
	value, _ := c.Path.Value(event)
	found, ok := pointer.Text(value)
	if !ok {
		return false
	}
	wanted := string(c.Value)
	if c.Path.Pointer.String() == eventType {
		found, wanted = strings.TrimPrefix(found, prefix), strings.TrimPrefix(wanted, prefix)
	}
	return found == wanted
}
