package tmf

import (
	"cmp"
	"fmt"
	"regexp"
)

// readMappings reads a list of mappings.
func readMappings(value any, f *faults) map[string]*mapping {
	mappings := map[string]*mapping{}
	items, ok := value.([]any)
	if !ok && value != nil {
		f.add("mappings: found %s, expected a list", form(value))
	}
	for i, item := range items {
		setting := fmt.Sprintf("mappings[%d]", i)
		members, ok := item.(map[string]any)
		if !ok {
			f.add("%s: found %s, expected an object", setting, form(item))
			continue
		}
		readMapping(setting, members, mappings, f)
	}
	return mappings
}

// How kinds and event types are named.
var (
	kindForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{0,40}$`)
	typeForm = regexp.MustCompile(`^(/event/)?[A-Za-z][A-Za-z0-9._-]{0,100}$`)
)

// readMapping reads one mapping, and enters it for each of its event types.
func readMapping(setting string, members map[string]any, mappings map[string]*mapping, f *faults) {
	f.strict(setting, members, "eventTypes", "kind", "subject", "text", "severity", "contact", "correlationKey", "state")
	contact, ok := members["contact"].(map[string]any)
	if members["contact"] != nil && !ok {
		f.add("%s.contact: found %s, expected an object with phone, email or both", setting, form(members["contact"]))
	}
	f.strict(setting+".contact", contact, "phone", "email")
	m := mapping{
		subject:        f.path(setting, members, "subject"),
		text:           f.path(setting, members, "text"),
		severity:       f.path(setting, members, "severity"),
		correlationKey: f.path(setting, members, "correlationKey"),
		state:          f.path(setting, members, "state"),
		phone:          f.path(setting+".contact", contact, "phone"),
		email:          f.path(setting+".contact", contact, "email"),
	}
	kindName, ok := members["kind"].(string)
	if members["kind"] != nil && (!ok || !kindForm.MatchString(kindName)) {
		f.add("%s.kind: found %.40q, expected a name of letters and digits", setting, fmt.Sprint(members["kind"]))
		kindName = ""
	}
	types, isList := members["eventTypes"].([]any)
	if len(types) == 0 {
		found := "none"
		if !isList && members["eventTypes"] != nil {
			found = form(members["eventTypes"])
		}
		f.add(`%s.eventTypes: found %s, expected a list such as ["IndividualCreateEvent"]`, setting, found)
	}
	for _, t := range types {
		eventType, _ := t.(string)
		if !typeForm.MatchString(eventType) {
			f.add("%s.eventTypes: found %.40q, expected a name of letters, digits and . _ -", setting, fmt.Sprint(t))
			continue
		}
		name := typeName(eventType)
		if mappings[name] != nil {
			f.add("%s.eventTypes: found %s, which is mapped already; StatusChange is the same as StateChange", setting, eventType)
		}
		own := m
		own.kind = kindOf(cmp.Or(kindName, eventType))
		_, own.change = split(name)
		mappings[name] = &own
	}
}
