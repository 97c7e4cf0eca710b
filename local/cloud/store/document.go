package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
)

// Document is a JSON object as the API shows it. Numbers are json.Number, so
// that what came in goes out digit for digit.
type Document map[string]any

// ParseDocument reads exactly one JSON object.
func ParseDocument(data []byte) (Document, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var d Document
	if err := decoder.Decode(&d); err != nil {
		return nil, fmt.Errorf("reading a JSON object: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, fmt.Errorf("reading a JSON object: something follows it")
	}
	if d == nil {
		return nil, fmt.Errorf("reading a JSON object: it is null")
	}
	return d, nil
}

// Clone copies the object's top level.
func (d Document) Clone() Document { return maps.Clone(d) }

// String is the string at key, or "".
func (d Document) String(key string) string {
	s, _ := d[key].(string)
	return s
}

// Bool is the boolean at key, or false.
func (d Document) Bool(key string) bool {
	b, _ := d[key].(bool)
	return b
}

// Int is the whole number at key; ok is false where there is none.
func (d Document) Int(key string) (n int64, ok bool) {
	switch v := d[key].(type) {
	case json.Number:
		n, err := v.Int64()
		return n, err == nil
	case int:
		return int64(v), true
	case int64:
		return v, true
	}
	return 0, false
}

// Strings are the strings of the list at key.
func (d Document) Strings(key string) []string {
	switch list := d[key].(type) {
	case []string:
		return list
	case []any:
		out := make([]string, 0, len(list))
		for _, v := range list {
			if s, ok := v.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// Object is the object at key, nil where there is none.
func (d Document) Object(key string) Document { return asDocument(d[key]) }

// Objects are the objects of the list at key.
func (d Document) Objects(key string) []Document {
	list, _ := d[key].([]any)
	out := make([]Document, 0, len(list))
	for _, v := range list {
		if o := asDocument(v); o != nil {
			out = append(out, o)
		}
	}
	return out
}

// SetObjects puts a list of objects at key.
func (d Document) SetObjects(key string, objects []Document) {
	list := make([]any, len(objects))
	for i, o := range objects {
		list[i] = map[string]any(o)
	}
	d[key] = list
}

// StringMap is the object at key as strings, empty where there is none.
func (d Document) StringMap(key string) map[string]string {
	object := d.Object(key)
	out := make(map[string]string, len(object))
	for k := range object {
		out[k] = object.String(k)
	}
	return out
}

// Default sets key where it has no value yet.
func (d Document) Default(key string, value any) {
	if d[key] == nil {
		d[key] = value
	}
}

func asDocument(v any) Document {
	switch o := v.(type) {
	case Document:
		return o
	case map[string]any:
		return o
	}
	return nil
}
