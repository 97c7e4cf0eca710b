// Package pointer looks values up in JSON documents by JSON pointers (RFC 6901), as settings and queries name them.
package pointer

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/go-openapi/jsonpointer"
)

// Pointer leads at least one step into a document.
type Pointer struct{ steps jsonpointer.Pointer }

// badEscape is a tilde that stands for nothing (RFC 6901, section 3).
var badEscape = regexp.MustCompile(`~($|[^01])`)

// Parse reads a pointer such as /event/troubleTicket/name.
func Parse(text string) (Pointer, error) {
	if !strings.HasPrefix(text, "/") {
		return Pointer{}, fmt.Errorf("found %.40q, expected a path that begins with /", text)
	}
	if badEscape.MatchString(text) {
		return Pointer{}, errors.New("found a path with ~, expected ~0 (for ~) or ~1 (for /) there")
	}
	steps, err := jsonpointer.New(text)
	return Pointer{steps}, err
}

// Value returns where the pointer leads in a document, as encoding/json decodes one into an any.
func (p Pointer) Value(document any) (any, bool) {
	value, _, err := p.steps.Get(document)
	return value, err == nil
}

// String returns the pointer as it was read.
func (p Pointer) String() string { return p.steps.String() }

// Text returns a text, or the JSON of a number or truth value. No other value has a text.
func Text(value any) (string, bool) {
	switch value := value.(type) {
	case string:
		return value, true
	case bool, float64, json.Number:
		encoded, err := json.Marshal(value)
		return string(encoded), err == nil
	}
	return "", false
}
