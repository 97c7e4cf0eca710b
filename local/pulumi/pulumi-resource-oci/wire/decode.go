package wire

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
)

// Decode gives the values of props that a JSON object has. What the schema does
// not know is left out, and so is null. A value of another type than the
// schema's is an error: the other side is not the API this was made for.
func (c Codec) Decode(props schema.Properties, body map[string]any) (map[string]any, error) {
	values := map[string]any{}
	for name, p := range props {
		if !p.OnWire() {
			continue
		}
		raw := get(body, strings.Split(p.WireName(name), "."))
		if raw == nil {
			continue
		}
		v, err := c.decodeProperty(p, raw)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.WireName(name), err)
		}
		values[name] = v
	}
	return values, nil
}

func (c Codec) decodeProperty(p *schema.Property, raw any) (any, error) {
	switch {
	case p.Tags:
		return decodeTags(raw)
	case p.Key != "":
		return c.decodeKeyed(p, raw)
	case p.One:
		one, err := c.decode(p.Items, raw)
		return []any{one}, err
	case p.Numeric:
		if n, ok := raw.(json.Number); ok {
			return n.String(), nil
		}
		return nil, mismatch("a number", raw)
	}
	return c.decode(&p.Type, raw)
}

func (c Codec) decode(t *schema.Type, raw any) (any, error) {
	switch t.Kind {
	case schema.Object:
		if object, ok := raw.(map[string]any); ok {
			return c.Decode(c.Types[t.Ref], object)
		}
	case schema.Array:
		if list, ok := raw.([]any); ok {
			return mapAll(list, func(e any) (any, error) { return c.decode(t.Items, e) })
		}
	case schema.Map:
		if object, ok := raw.(map[string]any); ok {
			return mapValues(object, func(e any) (any, error) { return c.decode(t.Items, e) })
		}
	case schema.Boolean:
		if b, ok := raw.(bool); ok {
			return b, nil
		}
	case schema.Integer, schema.Number:
		if n, ok := raw.(json.Number); ok {
			return n.Float64()
		}
	default:
		return decodeString(raw)
	}
	return nil, mismatch(t.Kind, raw)
}

// decodeString takes what Pulumi has as a string: also the numbers and booleans
// in OCI's free-form values.
func decodeString(raw any) (any, error) {
	switch v := raw.(type) {
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		return fmt.Sprint(v), nil
	default:
		// Free-form JSON (metadata, tags) is JSON text for Pulumi too.
		text, err := json.Marshal(v)
		return string(text), err
	}
}

// decodeKeyed turns an object of objects into a list, in the order of its keys.
func (c Codec) decodeKeyed(p *schema.Property, raw any) (any, error) {
	object, ok := raw.(map[string]any)
	if !ok {
		return nil, mismatch("an object", raw)
	}
	list := []any{}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		body, _ := object[key].(map[string]any)
		element, err := c.Decode(c.Types[p.Items.Ref], body)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		element[p.Key] = key
		list = append(list, element)
	}
	return list, nil
}

// decodeTags is the reverse of encodeTags.
func decodeTags(raw any) (any, error) {
	object, ok := raw.(map[string]any)
	if !ok {
		return nil, mismatch("an object", raw)
	}
	flat := map[string]any{}
	for namespace, inner := range object {
		keys, ok := inner.(map[string]any)
		if !ok {
			return nil, mismatch("an object", inner)
		}
		for key, v := range keys {
			text, err := decodeString(v)
			if err != nil {
				return nil, err
			}
			flat[namespace+"."+key] = text
		}
	}
	return flat, nil
}

func get(object map[string]any, path []string) any {
	for ; len(path) > 1; path = path[1:] {
		next, ok := object[path[0]].(map[string]any)
		if !ok {
			return nil
		}
		object = next
	}
	return object[path[0]]
}

func mismatch(want string, got any) error {
	return fmt.Errorf("OCI answered %T where %s was expected", got, want)
}
