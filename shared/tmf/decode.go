package tmf

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// MaxDepth is how deep objects and lists may nest. TM Forum's need about ten levels.
const MaxDepth = 64

// decode reads JSON as encoding/json reads it into an any, with numbers as they are written. It refuses an object that has two
// members of one name, of which readers choose differently, and what nests too deep.
func decode(text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("it is not UTF-8")
	}
	var whole json.RawMessage
	if err := json.Unmarshal(text, &whole); err != nil {
		return nil, fmt.Errorf("it is not JSON: %w", err)
	}
	reader := reader{json.NewDecoder(bytes.NewReader(whole))}
	reader.UseNumber()
	return reader.value(1)
}

// reader reads what is known to be JSON.
type reader struct{ *json.Decoder }

func (r reader) value(depth int) (any, error) {
	token, err := r.Token()
	if err != nil {
		return nil, err
	}
	if _, isDelimiter := token.(json.Delim); isDelimiter && depth > MaxDepth {
		return nil, fmt.Errorf("it nests deeper than %d levels", MaxDepth)
	}
	switch token {
	case json.Delim('{'):
		return r.object(depth)
	case json.Delim('['):
		return r.list(depth)
	}
	return token, nil
}

func (r reader) object(depth int) (any, error) {
	members := map[string]any{}
	for r.More() {
		token, err := r.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string)
		if _, twice := members[name]; twice {
			return nil, fmt.Errorf("an object has two members named %.40q", name)
		}
		if members[name], err = r.value(depth + 1); err != nil {
			return nil, err
		}
	}
	_, err := r.Token()
	return members, err
}

func (r reader) list(depth int) (any, error) {
	items := []any{}
	for r.More() {
		item, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	_, err := r.Token()
	return items, err
}
