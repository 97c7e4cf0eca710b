package tmf

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/shared/tmf/pointer"
)

// Settings say what events mean for incidents; see the package comment for their form.
type Settings struct {
	mappings   map[string]*mapping // by the type's name
	statuses   map[string]string   // by the state, in lower case
	severities map[string]string   // by the word, in lower case
}

// defaultStatuses are the incidents' statuses by the entities' states, in lower case.
var defaultStatuses = map[string]string{
	"acknowledged": "Unresolved", "new": "Unresolved", "failed": "Unresolved", "terminatedwitherror": "Unresolved",
	resolved: "Solved", closed: "Solved", "completed": "Solved", "settled": "Solved", "cancelled": "Solved", "rejected": "Solved", "done": "Solved",
	deleted: "Solved",
}

// defaultSeverities are the incidents' severities by what entities and events say of severity and priority, in lower case. TMF622 has
// priorities from 0, the highest, to 4.
var defaultSeverities = map[string]string{
	"critical": "1 - Most Severe", "0": "1 - Most Severe", "1": "1 - Most Severe",
	"major": "2 - Severe", "high": "2 - Severe", "2": "2 - Severe",
	"minor": "3 - Normal", "medium": "3 - Normal", "3": "3 - Normal",
	"warning": "4 - Low", "low": "4 - Low", "4": "4 - Low",
}

// maxName is the longest name of a status or severity that is taken, in characters.
const maxName = 80

// ParseSettings reads mappings (a JSON list), statuses and severities (JSON objects); an empty text stands for none. Statuses and
// severities add to the defaults, and replace them. The error names every fault.
func ParseSettings(mappings, statuses, severities string) (*Settings, error) {
	var faults faults
	s := &Settings{
		mappings:   readMappings(faults.decode("mappings", mappings), &faults),
		statuses:   readNames("statuses", defaultStatuses, faults.decode("statuses", statuses), &faults),
		severities: readNames("severities", defaultSeverities, faults.decode("severities", severities), &faults),
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return s, nil
}

// Statuses are the names of all statuses that incidents may get.
func (s *Settings) Statuses() []string {
	names := slices.Sorted(maps.Values(s.statuses))
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" })
}

// faults are what is wrong with settings.
type faults []error

func (f *faults) add(format string, args ...any) { *f = append(*f, fmt.Errorf(format, args...)) }

// decode reads a setting; nil if there is none, or if it cannot be read.
func (f *faults) decode(name, text string) any {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	value, err := decode([]byte(text))
	if err != nil {
		f.add("%s: %w", name, err)
	}
	return value
}

// readNames reads names by words.
func readNames(setting string, defaults map[string]string, value any, f *faults) map[string]string {
	names := maps.Clone(defaults)
	if value == nil {
		return names
	}
	object, ok := value.(map[string]any)
	if !ok {
		f.add(`%s: found %s, expected an object such as {"closed": "Solved"}`, setting, form(value))
	}
	given := map[string]bool{}
	for _, word := range slices.Sorted(maps.Keys(object)) {
		key := strings.ToLower(strings.TrimSpace(word))
		name, isText := object[word].(string)
		switch {
		case key == "":
			f.add("%s: found an empty word before %.40q", setting, name)
		case given[key]:
			f.add("%s: found %.40q twice, in upper and lower case, which are the same", setting, key)
		case !isText:
			f.add("%s: %.40q: found %s, expected a name, or \"\" to leave it as it is", setting, word, form(object[word]))
		case len([]rune(name)) > maxName:
			f.add("%s: %.40q: found a name of more than %d characters", setting, word, maxName)
		}
		given[key] = true
		names[key] = strings.TrimSpace(name)
	}
	return names
}

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

var kindForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{0,40}$`)

var typeForm = regexp.MustCompile(`^(/event/)?[A-Za-z][A-Za-z0-9._-]{0,100}$`)

// readMapping reads one mapping, and enters it for each of its event types.
func readMapping(setting string, members map[string]any, mappings map[string]*mapping, f *faults) {
	var m mapping
	f.strict(setting, members, "eventTypes", "kind", "subject", "text", "severity", "contact", "correlationKey", "state")
	contact, ok := members["contact"].(map[string]any)
	if members["contact"] != nil && !ok {
		f.add("%s.contact: found %s, expected an object with phone, email or both", setting, form(members["contact"]))
	}
	f.strict(setting+".contact", contact, "phone", "email")
	m.subject = f.path(setting, members, "subject")
	m.text = f.path(setting, members, "text")
	m.severity = f.path(setting, members, "severity")
	m.correlationKey = f.path(setting, members, "correlationKey")
	m.state = f.path(setting, members, "state")
	m.phone = f.path(setting+".contact", contact, "phone")
	m.email = f.path(setting+".contact", contact, "email")
	kindName, ok := members["kind"].(string)
	if members["kind"] != nil && (!ok || !kindForm.MatchString(kindName)) {
		f.add("%s.kind: expected a name of letters and digits", setting)
		kindName = ""
	}
	types, _ := members["eventTypes"].([]any)
	if len(types) == 0 {
		f.add(`%s.eventTypes: expected a list of event types such as ["IndividualCreateEvent"]`, setting)
	}
	for _, t := range types {
		eventType, _ := t.(string)
		if !typeForm.MatchString(eventType) {
			f.add("%s.eventTypes: found %.40q, expected a name of letters, digits and . _ -", setting, fmt.Sprint(t))
			continue
		}
		name := typeName(eventType)
		if mappings[name] != nil {
			f.add("%s.eventTypes: %s is mapped twice", setting, eventType)
		}
		own := m
		own.kind = kindOf(cmp.Or(kindName, eventType))
		_, own.change = split(name)
		mappings[name] = &own
	}
}

// strict refuses members that are not known.
func (f *faults) strict(setting string, members map[string]any, known ...string) {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(known, name) {
			f.add("%s: %.40q is not known, expected %s", setting, name, strings.Join(known, ", "))
		}
	}
}

// path reads a member that is a JSON pointer; nil if there is none.
func (f *faults) path(setting string, members map[string]any, name string) *path {
	value, ok := members[name]
	if !ok {
		return nil
	}
	text, ok := value.(string)
	if !ok {
		f.add("%s.%s: found %s, expected a path such as /event/individual/id", setting, name, form(value))
		return nil
	}
	p, err := pointer.Parse(text)
	if err != nil {
		f.add("%s.%s: %w", setting, name, err)
	}
	return &path{p}
}

// form names what a JSON value is.
func form(value any) string {
	switch value.(type) {
	case map[string]any:
		return "an object"
	case []any:
		return "a list"
	case string:
		return "a text"
	case nil:
		return "null"
	}
	return "a number or truth value"
}
