package page

import (
	"maps"
	"slices"
)

// text is a member that is a text, or empty.
func text(d map[string]any, name string) string {
	s, _ := d[name].(string)
	return s
}

// object is a member that is an object, or nil, in which nothing is found.
func object(d map[string]any, name string) map[string]any {
	o, _ := d[name].(map[string]any)
	return o
}

func sortedKeys(d map[string]any) []string { return slices.Sorted(maps.Keys(d)) }

func first(values ...any) any {
	for _, v := range values {
		if v != nil {
			return v
		}
	}
	return nil
}
