package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Encode writes the schema with one property a line, so that a change of the
// SDK shows as the lines it changes.
func (s *Schema) Encode() ([]byte, error) {
	w := &writer{}
	w.line("{")
	w.line(`"sdk": %q,`, s.SDK)
	w.line(`"wire": %q,`, s.Wire)
	w.properties("config", s.Config, "{", "},")
	w.object("resources", ",", keys(s.Resources), func(name, end string) {
		w.properties(name, s.Resources[name].Properties, `{"properties": {`, "}}"+end)
	})
	w.object("functions", ",", keys(s.Functions), func(name, end string) {
		w.line("%q: {", name)
		w.properties("inputs", s.Functions[name].Inputs, "{", "},")
		w.properties("outputs", s.Functions[name].Outputs, "{", "}")
		w.line("}%s", end)
	})
	w.object("types", "", keys(s.Types), func(name, end string) {
		w.properties(name, s.Types[name], "{", "}"+end)
	})
	w.line("}")
	return w.out.Bytes(), w.err
}

// writer collects lines and the first error.
type writer struct {
	out bytes.Buffer
	err error
}

func (w *writer) line(format string, args ...any) {
	fmt.Fprintf(&w.out, format+"\n", args...)
}

func (w *writer) object(name, end string, names []string, each func(name, end string)) {
	w.line("%q: {", name)
	for i, n := range names {
		each(n, comma(i, names))
	}
	w.line("}%s", end)
}

func (w *writer) properties(name string, props Properties, open, end string) {
	w.line("%q: %s", name, open)
	names := keys(props)
	for i, n := range names {
		text, err := json.Marshal(props[n])
		if err != nil && w.err == nil {
			w.err = fmt.Errorf("encoding %s.%s: %w", name, n, err)
		}
		w.line("%q: %s%s", n, text, comma(i, names))
	}
	w.line("%s", end)
}

func comma(i int, names []string) string {
	if i == len(names)-1 {
		return ""
	}
	return ","
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
