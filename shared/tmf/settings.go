package tmf

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/shared/plain"
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
		key := strings.ToLower(plain.Inline(word))
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
