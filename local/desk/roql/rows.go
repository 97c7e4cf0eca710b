package roql

import (
	"iter"
	"strings"
)

// Names is a canonical path: the names to follow in a document.
type Names []string

// Row is one document with one element chosen in each list that the paths of a
// query go through.
type Row struct {
	document map[string]any
	chosen   map[string]any // by the list's path; nil for an empty list
}

// Rows yields the rows of a document for the paths of a query: one for each
// combination of the elements of the lists they go through, and one with nothing
// in its place for a list that is empty. Without lists that is a single row.
func Rows(document map[string]any, paths []Names) iter.Seq[Row] {
	var lists map[string][]any
	var order []string
	for _, path := range paths {
		if at, elements, ok := listOn(document, path); ok {
			if lists == nil {
				lists = map[string][]any{}
			}
			if _, seen := lists[at]; !seen {
				order = append(order, at)
				lists[at] = elements
			}
		}
	}
	return func(yield func(Row) bool) {
		if len(order) == 0 { // the usual case, which is to cost nothing
			yield(Row{document: document})
			return
		}
		choose(document, order, lists, map[string]any{}, yield)
	}
}

// choose yields every combination that begins with what is chosen already.
func choose(document map[string]any, order []string, lists map[string][]any, chosen map[string]any, yield func(Row) bool) bool {
	if len(order) == 0 {
		row := Row{document: document, chosen: make(map[string]any, len(chosen))}
		for at, element := range chosen {
			row.chosen[at] = element
		}
		return yield(row)
	}
	elements := lists[order[0]]
	if len(elements) == 0 {
		elements = []any{nil}
	}
	for _, element := range elements {
		chosen[order[0]] = element
		if !choose(document, order[1:], lists, chosen, yield) {
			return false
		}
	}
	return true
}

// listOn finds the list that a path goes through. No list holds another one in
// what B2C Service has here, so there is at most one.
func listOn(document map[string]any, path Names) (at string, elements []any, ok bool) {
	var current any = document
	for i, name := range path {
		object, isObject := current.(map[string]any)
		if !isObject {
			return "", nil, false
		}
		current = object[name]
		if elements, ok := current.([]any); ok {
			return strings.Join(path[:i+1], "."), elements, true
		}
	}
	return "", nil, false
}

// Value is what the row has at a path: a scalar, or nil for nothing. An object
// with an id, such as a menu's item, stands for that id.
func (r Row) Value(path Names) any {
	var current any = r.document
	for i, name := range path {
		object, ok := current.(map[string]any)
		if !ok {
			return nil
		}
		current = object[name]
		if _, isList := current.([]any); isList {
			current = r.chosen[strings.Join(path[:i+1], ".")]
		}
	}
	switch v := current.(type) {
	case map[string]any:
		id, ok := v["id"].(int64)
		if !ok {
			return nil
		}
		return id
	case []any:
		return nil
	}
	return current
}
