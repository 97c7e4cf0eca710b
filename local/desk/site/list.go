package site

import (
	"slices"

	"github.com/cxbridge/cxbridge/local/desk/problem"
)

// list applies the elements that a client sent to those that there are.
func (w *writer) list(path string, f *Field, items []any, value any) ([]any, error) {
	inputs, ok := value.([]any)
	if !ok {
		return nil, problem.New(problem.Write, "%s: a list is expected", path)
	}
	taken := map[int64]bool{}
	for _, input := range inputs {
		object, ok := input.(map[string]any)
		if !ok {
			return nil, problem.New(problem.Write, "%s: the elements of the list must be objects", path)
		}
		var element map[string]any
		var err error
		if items, element, err = w.element(path, f, items, object, taken); err != nil {
			return nil, err
		}
		taken[KeyOf(f, element)] = true
	}
	return items, nil
}

// element applies one element: over the one that has its key, or as a new one.
// Keys that are taken are not to be written again.
func (w *writer) element(path string, f *Field, items []any, input map[string]any, taken map[int64]bool) ([]any, map[string]any, error) {
	path += "[]"
	if f.Key == "" {
		return w.numberedElement(path, f, items, input)
	}
	// The new element is checked first: its key may be missing or unknown.
	fresh := map[string]any{}
	if key, given := input[f.Key]; given {
		choice, err := w.menus.choose(field(f.Fields, f.Key).Menu, path+"."+upperFirst(f.Key), key)
		if err != nil {
			return nil, nil, err
		}
		fresh[f.Key] = choice
		if at := indexOf(f, items, KeyOf(f, fresh)); at >= 0 {
			if !taken[KeyOf(f, fresh)] {
				existing := items[at].(map[string]any)
				return items, existing, w.object(path, f.Fields, existing, input, false)
			}
			if w.Fidelity.SecondPhoneRefused {
				return nil, nil, problem.New(problem.Write, "%s: there is one of type %s already", path, choice["lookupName"])
			}
		}
	}
	if err := w.object(path, f.Fields, fresh, input, true); err != nil {
		return nil, nil, err
	}
	return append(items, fresh), fresh, nil
}

// numberedElement applies one element of a list whose elements have ids of their
// own: threads are added, unless they say which one they edit.
func (w *writer) numberedElement(path string, f *Field, items []any, input map[string]any) ([]any, map[string]any, error) {
	if id, given := input["id"]; given {
		number, _ := id.(int64)
		at := indexOf(f, items, number)
		if at < 0 {
			return nil, nil, problem.New(problem.Write, "%s: Invalid ID: there is none with ID = %v", path, id)
		}
		existing := items[at].(map[string]any)
		return items, existing, w.object(path, f.Fields, existing, without(input, "id"), false)
	}
	fresh := map[string]any{
		"id": w.tx.Next(f.Name), "createdTime": w.now, "displayOrder": int64(len(items) + 1),
	}
	if err := w.object(path, f.Fields, fresh, input, true); err != nil {
		return nil, nil, err
	}
	return append(items, fresh), fresh, nil
}

// KeyOf is the number that addresses an element in its sub-collection.
func KeyOf(f *Field, element map[string]any) int64 {
	holder := element
	if f.Key != "" {
		holder, _ = element[f.Key].(map[string]any)
	}
	id, ok := holder["id"].(int64)
	if !ok {
		return -1
	}
	return id
}

// indexOf is where the element with a key is, or -1.
func indexOf(f *Field, items []any, key int64) int {
	return slices.IndexFunc(items, func(item any) bool {
		element, ok := item.(map[string]any)
		return ok && KeyOf(f, element) == key
	})
}

func without(input map[string]any, name string) map[string]any {
	rest := make(map[string]any, len(input))
	for key, value := range input {
		if key != name {
			rest[key] = value
		}
	}
	return rest
}

// Elements are those of a sub-collection of a record.
func Elements(document map[string]any, list string) []map[string]any {
	var all []map[string]any
	for _, item := range elements(document, list) {
		if element, ok := item.(map[string]any); ok {
			all = append(all, element)
		}
	}
	return all
}

// Element is the one with a key in a sub-collection. A problem says that there is none.
func Element(f *Field, document map[string]any, key int64) (map[string]any, error) {
	items := elements(document, f.Name)
	at := indexOf(f, items, key)
	if at < 0 {
		return nil, problem.New(problem.UnknownResource, "There is no element %d in %s", key, f.Name)
	}
	return items[at].(map[string]any), nil
}

// Append adds an element to a sub-collection of a record and returns it.
func (s *Site) Append(collection string, id int64, f *Field, input map[string]any, suppressed []string) (added map[string]any, err error) {
	err = s.change(collection, id, suppressed, func(w *writer, document map[string]any) error {
		if _, given := input["id"]; given {
			return problem.New(problem.Write, "%s[].Id is read-only", upperFirst(f.Name))
		}
		items := elements(document, f.Name)
		taken := map[int64]bool{}
		for _, element := range Elements(document, f.Name) {
			taken[KeyOf(f, element)] = true
		}
		items, element, err := w.element(s.schemas[collection].Type+"."+upperFirst(f.Name), f, items, input, taken)
		document[f.Name], added = items, element
		return err
	})
	return added, err
}

// UpdateElement applies what a client sent to one element of a sub-collection.
func (s *Site) UpdateElement(collection string, id int64, f *Field, key int64, input map[string]any, suppressed []string) error {
	return s.change(collection, id, suppressed, func(w *writer, document map[string]any) error {
		element, err := Element(f, document, key)
		if err != nil {
			return err
		}
		path := s.schemas[collection].Type + "." + upperFirst(f.Name) + "[]"
		if err := w.object(path, f.Fields, element, input, false); err != nil {
			return err
		}
		if KeyOf(f, element) != key {
			return problem.New(problem.Write, "%s.%s addresses the element and cannot change", path, upperFirst(f.Key))
		}
		return nil
	})
}

// DeleteElement removes one element of a sub-collection.
func (s *Site) DeleteElement(collection string, id int64, f *Field, key int64, suppressed []string) error {
	return s.change(collection, id, suppressed, func(w *writer, document map[string]any) error {
		if _, err := Element(f, document, key); err != nil {
			return err
		}
		items := elements(document, f.Name)
		at := indexOf(f, items, key)
		document[f.Name] = slices.Delete(items, at, at+1)
		return nil
	})
}
