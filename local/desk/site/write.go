package site

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cxbridge/cxbridge/local/desk/problem"
	"github.com/cxbridge/cxbridge/local/desk/store"
)

// momentForm is how the site writes times: UTC, with milliseconds.
const momentForm = "2006-01-02T15:04:05.000Z"

// writer applies what a client sent to a document, within one transaction.
type writer struct {
	*Site
	tx  *store.Tx
	now string
}

func (s *Site) writer(tx *store.Tx) *writer {
	return &writer{Site: s, tx: tx, now: s.Clock().UTC().Format(momentForm)}
}

// record applies input to a whole record.
func (w *writer) record(schema *Schema, document, input map[string]any, create bool) error {
	for _, name := range slices.Sorted(maps.Keys(input)) {
		if slices.Contains(schema.NotSimulated, name) {
			return problem.NotSimulated("attribute %s of %s", name, schema.Name)
		}
	}
	return w.object(schema.Type, schema.Fields, document, input, create)
}

// object applies the members of input, in the order of their names so that of
// several faults always the same is reported.
func (w *writer) object(path string, fields []*Field, into, input map[string]any, create bool) error {
	for _, name := range slices.Sorted(maps.Keys(input)) {
		f := field(fields, name)
		if f == nil {
			return problem.New(problem.Write, "%s: there is no attribute %.80q", path, name)
		}
		at := path + "." + upperFirst(name)
		if f.ReadOnly {
			return problem.New(problem.Write, "%s is read-only", at)
		}
		if err := w.field(at, f, into, input[name], create); err != nil {
			return err
		}
	}
	for _, f := range fields {
		if f.Required && into[f.Name] == nil {
			return problem.New(problem.Write, "%s.%s is required", path, upperFirst(f.Name))
		}
		if create && f.Default != 0 && into[f.Name] == nil {
			if item, ok := w.menus.byID(f.Menu, f.Default); ok {
				into[f.Name] = asReference(item)
			}
		}
	}
	return nil
}

// field applies one value. null empties the field.
func (w *writer) field(path string, f *Field, into map[string]any, value any, create bool) (err error) {
	if value == nil {
		delete(into, f.Name)
		return nil
	}
	switch f.Type {
	case Text:
		into[f.Name], err = textValue(path, f, value)
	case Choice:
		into[f.Name], err = w.menus.choose(f.Menu, path, value)
	case Reference:
		into[f.Name], err = w.reference(path, f.To, value)
	case List:
		into[f.Name], err = w.list(path, f, elements(into, f.Name), value)
	case Custom:
		into[f.Name], err = w.custom(path, into[f.Name], value)
	case Object:
		input, ok := value.(map[string]any)
		if !ok {
			return problem.New(problem.Write, "%s: an object is expected", path)
		}
		object, ok := into[f.Name].(map[string]any)
		if !ok {
			object = map[string]any{}
		}
		into[f.Name], err = object, w.object(path, f.Fields, object, input, create)
	}
	return err
}

func textValue(path string, f *Field, value any) (any, error) {
	text, ok := value.(string)
	if !ok {
		return nil, problem.New(problem.Write, "%s: a text is expected", path)
	}
	if n := utf8.RuneCountInString(text); f.Max > 0 && n > f.Max {
		return nil, problem.New(problem.Write, "%s has %d characters, the limit is %d", path, n, f.Max)
	}
	return text, nil
}

// reference finds the record that is meant by an id or a lookupName.
func (w *writer) reference(path, collection string, value any) (any, error) {
	object, ok := value.(map[string]any)
	if !ok {
		return nil, problem.New(problem.Write, `%s: an object with an id is expected, such as {"id": 1}`, path)
	}
	id, byID, name, byName, err := identity(path, object)
	if err != nil {
		return nil, err
	}
	if byID {
		record, ok := w.tx.Get(collection, id)
		if !ok || byName && record.Document["lookupName"] != name {
			return nil, problem.New(problem.Write, "%s: Invalid ID: No such %s with ID = %d", path, w.schemas[collection].Type, id)
		}
		return map[string]any{"id": id}, nil
	}
	var found []int64
	for record := range w.tx.All(collection) {
		if record.Document["lookupName"] == name {
			found = append(found, record.ID)
		}
	}
	if len(found) != 1 {
		return nil, problem.New(problem.Write, "%s: %s", path, wrongCount(len(found), collection, object))
	}
	return map[string]any{"id": found[0]}, nil
}

// elements are those of a list, none if there is no list yet.
func elements(document map[string]any, list string) []any {
	all, _ := document[list].([]any)
	return all
}

func upperFirst(name string) string { return strings.ToUpper(name[:1]) + name[1:] }
