package wire

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
)

// Codec translates values of the schema's types.
type Codec struct {
	Types map[string]schema.Properties
}

// Encode gives the JSON object for the values of props. Properties that the
// wire does not have are left out, and so are absent values.
func (c Codec) Encode(props schema.Properties, values map[string]any) (map[string]any, error) {
	body := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		p, v := props[name], values[name]
		if v == nil {
			continue
		}
		if p == nil {
			return nil, fmt.Errorf("property %s is not in the schema", name)
		}
		if !p.OnWire() {
			continue
		}
		encoded, err := c.encodeProperty(p, v)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		put(body, strings.Split(p.WireName(name), "."), encoded)
	}
	return body, nil
}

func (c Codec) encodeProperty(p *schema.Property, v any) (any, error) {
	switch {
	case p.Tags:
		return encodeTags(v)
	case p.Key != "":
		return c.encodeKeyed(p, v)
	case p.Numeric:
		return number(v)
	}
	return c.encode(&p.Type, v)
}

func (c Codec) encode(t *schema.Type, v any) (any, error) {
	switch v := v.(type) {
	case Unknown:
		return nil, fmt.Errorf("its value is not known yet")
	case []any:
		return mapAll(v, func(e any) (any, error) { return c.encode(t.Items, e) })
	case map[string]any:
		if t.Kind == schema.Object {
			return c.Encode(c.Types[t.Ref], v)
		}
		return mapValues(v, func(e any) (any, error) { return c.encode(t.Items, e) })
	case float64:
		return json.Number(strconv.FormatFloat(v, 'f', -1, 64)), nil
	}
	return v, nil
}

// number is what Pulumi spells as a string and the wire as a number.
func number(v any) (any, error) {
	s, ok := v.(string)
	if !ok {
		return nil, fmt.Errorf("expected a number in a string, got %T", v)
	}
	if _, err := strconv.ParseInt(s, 10, 64); err != nil {
		return nil, fmt.Errorf("%q is not a whole number", s)
	}
	return json.Number(s), nil
}

// encodeKeyed turns a list of objects into an object of objects.
func (c Codec) encodeKeyed(p *schema.Property, v any) (any, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, fmt.Errorf("expected a list, got %T", v)
	}
	out := map[string]any{}
	for i, e := range list {
		element, _ := e.(map[string]any)
		key, ok := element[p.Key].(string)
		if !ok {
			return nil, fmt.Errorf("element %d has no %s", i, p.Key)
		}
		if _, twice := out[key]; twice {
			return nil, fmt.Errorf("%s %q is there twice", p.Key, key)
		}
		body, err := c.Encode(c.Types[p.Items.Ref], element)
		if err != nil {
			return nil, fmt.Errorf("element %d: %w", i, err)
		}
		out[key] = body
	}
	return out, nil
}

// encodeTags turns "namespace.key" names into an object for each namespace.
func encodeTags(v any) (any, error) {
	flat, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("expected a map, got %T", v)
	}
	out := map[string]any{}
	for name, value := range flat {
		namespace, key, ok := strings.Cut(name, ".")
		if !ok {
			return nil, fmt.Errorf("tag %q has no namespace: write namespace.key", name)
		}
		put(out, []string{namespace, key}, value)
	}
	return out, nil
}

// put sets a value at a path of objects, which it makes as needed.
func put(object map[string]any, path []string, v any) {
	for ; len(path) > 1; path = path[1:] {
		next, ok := object[path[0]].(map[string]any)
		if !ok {
			next = map[string]any{}
			object[path[0]] = next
		}
		object = next
	}
	object[path[0]] = v
}

func mapAll(list []any, f func(any) (any, error)) ([]any, error) {
	out := make([]any, len(list))
	for i, e := range list {
		v, err := f(e)
		if err != nil {
			return nil, fmt.Errorf("element %d: %w", i, err)
		}
		out[i] = v
	}
	return out, nil
}

func mapValues(m map[string]any, f func(any) (any, error)) (map[string]any, error) {
	out := make(map[string]any, len(m))
	for name, e := range m {
		v, err := f(e)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out[name] = v
	}
	return out, nil
}
