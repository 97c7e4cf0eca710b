package tmf

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/shared/tmf/pointer"
)

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
