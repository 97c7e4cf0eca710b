package resource

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// field is one word of a table of fields.
type field struct {
	name, kind                  string
	required, mutable, noCreate bool
}

// shape is a parsed table of fields.
type shape []field

const tagFields = " freeformTags:map~ definedTags:tags~"

func parseFields(table string) shape {
	var s shape
	for _, word := range strings.Fields(table) {
		body := strings.TrimRight(word, "!~=")
		marks := word[len(body):]
		name, kind, _ := strings.Cut(body, ":")
		s = append(s, field{
			name: name, kind: kind,
			required: strings.Contains(marks, "!"),
			mutable:  strings.ContainsAny(marks, "~="),
			noCreate: strings.Contains(marks, "="),
		})
	}
	return s
}

func (s shape) find(name string) (field, bool) {
	i := slices.IndexFunc(s, func(f field) bool { return f.name == name })
	if i < 0 {
		return field{}, false
	}
	return s[i], true
}

func (s shape) names(admitted func(field) bool) string {
	var names []string
	for _, f := range s {
		if admitted(f) {
			names = append(names, f.name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// checker checks bodies against a kind's tables. Keys whose value is null count as
// absent and are removed.
type checker struct {
	shapes map[string]shape
}

// body checks a create's body, or, with update, an update's.
func (c checker) body(title string, s shape, d store.Document, update bool) error {
	admitted := func(f field) bool {
		if update {
			return f.mutable
		}
		return !f.noCreate
	}
	return c.object(title, s, d, admitted, !update)
}

func (c checker) object(where string, s shape, d store.Document, admitted func(field) bool, complete bool) error {
	for key, value := range d {
		if value == nil {
			delete(d, key)
			continue
		}
		f, ok := s.find(key)
		if !ok || !admitted(f) {
			return api.InvalidParameter("%s: unknown field %q; the fields are %s", where, key, s.names(admitted))
		}
		if err := c.value(where+"."+key, f.kind, value); err != nil {
			return err
		}
	}
	for _, f := range s {
		if complete && f.required && d[f.name] == nil {
			return api.MissingParameter("%s: %s is required", where, f.name)
		}
	}
	return nil
}

func (c checker) value(where, kind string, value any) error {
	ok := true
	switch {
	case kind == "any":
	case kind == "":
		_, ok = value.(string)
	case kind == "bool":
		_, ok = value.(bool)
	case kind == "int":
		n, isNumber := value.(json.Number)
		_, err := n.Int64()
		ok = isNumber && err == nil
	case kind == "object":
		_, ok = value.(map[string]any)
	case kind == "strings":
		ok = every(value, isString)
	case kind == "map":
		ok = everyValue(value, isString)
	case kind == "tags":
		ok = everyValue(value, func(v any) bool { _, isObject := v.(map[string]any); return isObject })
	case kind[0] == '{' || kind[0] == '[':
		return c.nested(where, kind, value)
	default:
		s, isText := value.(string)
		ok = isText && slices.Contains(strings.Split(kind, "|"), s)
	}
	if !ok {
		return api.InvalidParameter("%s: %s is not %s", where, preview(value), describe(kind))
	}
	return nil
}

func (c checker) nested(where, kind string, value any) error {
	s, known := c.shapes[kind[1:len(kind)-1]]
	if !known {
		return fmt.Errorf("%s: the table names a shape %s that is not declared", where, kind)
	}
	list, isList := value.([]any)
	if kind[0] == '{' {
		list, isList = []any{value}, true
	}
	if !isList {
		return api.InvalidParameter("%s: %s is not a list", where, preview(value))
	}
	for i, v := range list {
		at := where
		if kind[0] == '[' {
			at = fmt.Sprintf("%s[%d]", where, i)
		}
		object, isObject := v.(map[string]any)
		if !isObject {
			return api.InvalidParameter("%s: %s is not an object", at, preview(v))
		}
		if err := c.object(at, s, object, func(field) bool { return true }, true); err != nil {
			return err
		}
	}
	return nil
}

func isString(v any) bool { _, ok := v.(string); return ok }

func every(list any, is func(any) bool) bool {
	values, ok := list.([]any)
	return ok && !slices.ContainsFunc(values, func(v any) bool { return !is(v) })
}

func everyValue(object any, is func(any) bool) bool {
	values, ok := object.(map[string]any)
	for _, v := range values {
		ok = ok && is(v)
	}
	return ok
}

func describe(kind string) string {
	words := map[string]string{"": "a string", "bool": "true or false", "int": "a whole number", "object": "an object",
		"strings": "a list of strings", "map": "an object of strings", "tags": "an object of objects"}
	if text, ok := words[kind]; ok {
		return text
	}
	return "one of " + strings.ReplaceAll(kind, "|", ", ")
}

// preview shows a refused value, but not much of it: it may be a secret.
func preview(v any) string {
	switch v := v.(type) {
	case string:
		return "this string"
	case map[string]any:
		return "this object"
	case []any:
		return "this list"
	default:
		return fmt.Sprint(v)
	}
}

// Body checks the body of an action.
type Body struct {
	title   string
	shape   shape
	checker checker
}

// NewBody declares an action's body in the language of Kind.Fields.
func NewBody(title, fields string, shapes map[string]string) Body {
	k := Kind{Fields: fields, Shapes: shapes}
	k.prepare()
	return Body{title, parseFields(fields), k.checker}
}

// Check refuses what the table does not have.
func (b Body) Check(d store.Document) error { return b.checker.body(b.title, b.shape, d, false) }
