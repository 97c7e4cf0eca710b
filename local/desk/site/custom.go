package site

import (
	"maps"
	"slices"

	"github.com/cxbridge/cxbridge/local/desk/problem"
)

// custom applies custom fields: {"c": {"name": value}, "Package": {"attribute": value}}.
// A value is a scalar, a menu item ({"id": n} or {"lookupName": "…"}), or null.
func (w *writer) custom(path string, existing, value any) (any, error) {
	packages, ok := value.(map[string]any)
	if !ok {
		return nil, problem.New(problem.Write, "%s: an object is expected", path)
	}
	result, ok := existing.(map[string]any)
	if !ok {
		result = map[string]any{}
	}
	for _, name := range slices.Sorted(maps.Keys(packages)) {
		attributes, ok := packages[name].(map[string]any)
		if !ok {
			return nil, problem.New(problem.Write, "%s.%.80s: an object of attributes is expected", path, name)
		}
		merged, ok := result[name].(map[string]any)
		if !ok {
			merged = map[string]any{}
			result[name] = merged
		}
		for _, attribute := range slices.Sorted(maps.Keys(attributes)) {
			if !w.hasCustom(name, attribute) {
				return nil, problem.New(problem.Write, "%s: there is no custom attribute %.80s.%.80s; the desk is configured with %q", path, name, attribute, w.CustomFields)
			}
			if !isCustomValue(attributes[attribute]) {
				return nil, problem.New(problem.Write, "%s.%s.%s: a text, a number, a truth value or a menu item is expected", path, name, attribute)
			}
			merged[attribute] = attributes[attribute]
		}
	}
	return result, nil
}

func (s *Site) hasCustom(pack, attribute string) bool {
	return s.Fidelity.AnyCustomAttribute || slices.Contains(s.CustomFields, pack+"."+attribute)
}

func isCustomValue(value any) bool {
	switch v := value.(type) {
	case []any:
		return false
	case map[string]any:
		_, _, _, _, err := identity("", v)
		return err == nil
	}
	return true
}
