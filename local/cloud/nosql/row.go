package nosql

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// The most that a row and a primary key may have, in bytes (Oracle NoSQL Database Cloud
// Service: limits).
const (
	maxRow = 512 << 10
	maxKey = 64
)

// row is a whole row made of the values that were given. Names ignore case. Unless it
// has to be exact, what the table does not have is left out, and what was not given is
// the default, or null.
func (s *schema) row(given map[string]any, exact bool) (store.Document, error) {
	values := map[string]any{}
	for name, value := range given {
		c, ok := s.find(name)
		if !ok && exact {
			return nil, api.InvalidParameter("the table %s has no column %s", s.Table, name)
		}
		if _, twice := values[c.Name]; ok && twice {
			return nil, api.InvalidParameter("the column %s is given twice", c.Name)
		}
		if ok {
			values[c.Name] = value
		}
	}
	row := store.Document{}
	for _, c := range s.Columns {
		value, ok := values[c.Name]
		if !ok && (exact || s.isKey(c)) {
			return nil, api.InvalidParameter("the value of the column %s is missing", c.Name)
		}
		if !ok {
			value = c.Default
		}
		if value == nil && (c.NotNull || s.isKey(c)) {
			return nil, api.InvalidParameter("the column %s cannot be null", c.Name)
		}
		if value != nil {
			var err error
			if value, err = c.take(value); err != nil {
				return nil, err
			}
		}
		row[c.Name] = value
	}
	return row, nil
}

// size is the row's, in bytes of JSON; an error if it is too large.
func size(row store.Document) (int, error) {
	text, err := json.Marshal(row)
	if err != nil {
		return 0, fmt.Errorf("measuring a row: %w", err)
	}
	if len(text) > maxRow {
		return 0, api.Errorf(400, "RowSizeLimitExceeded", "the row has %d bytes, of %d at most", len(text), maxRow)
	}
	return len(text), nil
}

// key is the primary key of a row as the store has it.
func (s *schema) key(row map[string]any) (string, error) {
	values, bytes := make([]any, len(s.Key)), 0
	for i, name := range s.Key {
		values[i] = row[name]
		bytes += len(fmt.Sprint(row[name]))
	}
	if bytes > maxKey {
		return "", api.Errorf(400, "KeySizeLimitExceeded", "the primary key has %d bytes, of %d at most", bytes, maxKey)
	}
	text, err := json.Marshal(values)
	if err != nil {
		return "", fmt.Errorf("writing a primary key: %w", err)
	}
	return string(text), nil
}

// keyOf reads a primary key as GetRow and DeleteRow have it: column:value, for each.
func (s *schema) keyOf(parts []string) (string, error) {
	values := map[string]any{}
	for _, part := range parts {
		name, text, ok := strings.Cut(part, ":")
		c, known := s.find(name)
		if !ok || !known || !s.isKey(c) {
			return "", api.InvalidParameter("key %q is not column:value, with a column of the primary key (%s)", part, strings.Join(s.Key, ", "))
		}
		if values[c.Name] != nil {
			return "", api.InvalidParameter("key %s:… is given twice", c.Name)
		}
		value, err := c.takeText(text)
		if err != nil {
			return "", err
		}
		values[c.Name] = value
	}
	for _, name := range s.Key {
		if values[name] == nil {
			return "", api.InvalidParameter("key %s:… is missing", name)
		}
	}
	return s.key(values)
}

// shown is a row as it was kept, under the schema as it is now.
func (s *schema) shown(kept store.Document) store.Document {
	row := store.Document{}
	for _, c := range s.Columns {
		value, ok := kept[c.Name]
		if !ok {
			value = c.Default
		}
		row[c.Name] = value
	}
	return row
}
