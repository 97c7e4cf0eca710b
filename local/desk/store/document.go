package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Decode reads one JSON object and nothing after it. Integers become int64,
// because ids can be beyond what a float64 holds; other numbers float64.
func Decode(text []byte) (map[string]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		return nil, err
	}
	if object == nil {
		return nil, errors.New("an object is expected, not null")
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("something follows the object")
	}
	value, err := native(object)
	if err != nil {
		return nil, err
	}
	return value.(map[string]any), nil
}

// native replaces the numbers in a decoded value, in place where it can.
func native(value any) (any, error) {
	switch v := value.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n, nil
		}
		f, err := v.Float64()
		if err != nil {
			return nil, fmt.Errorf("number %.40s is too large", v)
		}
		return f, nil
	case map[string]any:
		for key, member := range v {
			n, err := native(member)
			if err != nil {
				return nil, err
			}
			v[key] = n
		}
	case []any:
		for i, element := range v {
			n, err := native(element)
			if err != nil {
				return nil, err
			}
			v[i] = n
		}
	}
	return value, nil
}

// Clone is a deep copy of a document, to be changed and stored.
func Clone(document map[string]any) map[string]any {
	return clone(document).(map[string]any)
}

func clone(value any) any {
	switch v := value.(type) {
	case map[string]any:
		copied := make(map[string]any, len(v))
		for key, member := range v {
			copied[key] = clone(member)
		}
		return copied
	case []any:
		copied := make([]any, len(v))
		for i, element := range v {
			copied[i] = clone(element)
		}
		return copied
	}
	return value
}
