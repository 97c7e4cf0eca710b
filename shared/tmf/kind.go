package tmf

import (
	"maps"
	"slices"
	"strings"
)

// kind is what is known of the entities of one kind.
type kind struct {
	name   string // as it stands in events: "troubleTicket"
	label  string // for people
	about  string // the kind of the entity that it belongs to, and whose incident takes its events: a member that refers to it
	severe bool   // each has a severity, which counts more than its priority
	facts  []fact
}

// kinds are those of TMF621, TMF622 and TMF678, versions 4 and 5.
var kinds = []kind{
	{name: "troubleTicket", label: "Trouble ticket", severe: true, facts: ticketFacts},
	{name: "productOrder", label: "Product order", facts: orderFacts},
	{name: "cancelProductOrder", label: "Cancellation of product order", about: "productOrder", facts: cancellationFacts},
	{name: "customerBill", label: "Customer bill", facts: billFacts},
	{name: "customerBillOnDemand", label: "Bill on demand", facts: onDemandFacts},
}

func kindNamed(name string) (kind, bool) {
	i := slices.IndexFunc(kinds, func(k kind) bool { return strings.EqualFold(k.name, name) })
	if i < 0 {
		return kind{}, false
	}
	return kinds[i], true
}

// body finds the entity in an event: below its name, or, since publishers differ and a schema misspells it (TMF622 version 5:
// "canccelProductOrder"), as the event's only object, or as the event itself. It is nil if there is none.
func (k kind) body(document any) map[string]any {
	event, _ := dig(document, "event").(map[string]any)
	if body, ok := event[k.name].(map[string]any); ok {
		return body
	}
	var objects []map[string]any
	for _, name := range slices.Sorted(maps.Keys(event)) {
		body, ok := event[name].(map[string]any)
		if ok && strings.EqualFold(name, k.name) {
			return body
		}
		if ok {
			objects = append(objects, body)
		}
	}
	if event["id"] == nil && len(objects) == 1 {
		return objects[0]
	}
	return event
}

// dig returns what is found below members of members, whose names have / between them; nil if there is nothing.
func dig(value any, path string) any {
	for name := range strings.SplitSeq(path, "/") {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

// list returns the items of a list, or a value by itself; none for nil.
func list(value any) []any {
	switch value := value.(type) {
	case nil:
		return nil
	case []any:
		return value
	default:
		return []any{value}
	}
}
