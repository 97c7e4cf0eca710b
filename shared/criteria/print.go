package criteria

import (
	"encoding/json"
	"regexp"
	"strings"
)

// String writes the query in one way, whatever spaces, quotes and escapes it was read with. Parse reads an equal query from it.
func (c *Criteria) String() string { return list(c.Any, " or ", (*Join).String) }

func (j *Join) String() string { return list(j.All, " and ", (*Member).String) }

func (m *Member) String() string {
	if m.Nested != nil {
		return "(" + m.Nested.String() + ")"
	}
	return m.Comparison.Path.String() + " eq " + m.Comparison.Value.String()
}

var plain = regexp.MustCompile(`^` + plainPath + `$`)

// String writes a path without quotes if it can stand without.
func (p Path) String() string {
	path := p.Pointer.String()
	if plain.MatchString(path) {
		return path
	}
	return Text(path).String()
}

// String writes a text in quotes.
func (t Text) String() string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(string(t)) // a text can always be written, and so can a strings.Builder
	return strings.TrimSuffix(b.String(), "\n")
}

func list[T any](items []T, separator string, print func(T) string) string {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = print(item)
	}
	return strings.Join(texts, separator)
}
