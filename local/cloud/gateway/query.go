package gateway

import (
	"net/url"
	"slices"
	"strings"
)

// query is a query string whose order and encoding are kept.
type query []queryParameter

type queryParameter struct {
	name string // decoded
	raw  string // name=value as on the wire
}

func parseQuery(raw string) query {
	var q query
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		name, _, _ := strings.Cut(part, "=")
		if decoded, err := url.QueryUnescape(name); err == nil {
			name = decoded
		}
		q = append(q, queryParameter{name, part})
	}
	return q
}

// values are a parameter's, encoded as they came.
func (q query) values(name string) []string {
	var values []string
	for _, p := range q {
		if p.name == name {
			_, value, _ := strings.Cut(p.raw, "=")
			values = append(values, value)
		}
	}
	return values
}

func (q query) has(name string) bool {
	return slices.ContainsFunc(q, func(p queryParameter) bool { return p.name == name })
}

func (q query) without(drop func(name string) bool) query {
	return slices.DeleteFunc(slices.Clone(q), func(p queryParameter) bool { return drop(p.name) })
}

func (q query) with(name, value string) query {
	return append(q, queryParameter{name, url.QueryEscape(name) + "=" + escapeValue(value)})
}

func (q query) String() string {
	parts := make([]string, len(q))
	for i, p := range q {
		parts[i] = p.raw
	}
	return strings.Join(parts, "&")
}

// escapeValue encodes what cannot stand in a query and leaves what is encoded
// already, + for a space included.
func escapeValue(value string) string {
	var out strings.Builder
	for i := 0; i < len(value); i++ {
		switch {
		case value[i] == '+':
			out.WriteByte('+')
		case value[i] == '%' && i+2 < len(value) && isHex(value[i+1]) && isHex(value[i+2]):
			out.WriteString(value[i : i+3])
			i += 2
		default:
			out.WriteString(url.QueryEscape(value[i : i+1]))
		}
	}
	return out.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
