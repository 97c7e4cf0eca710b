package gateway

import (
	"cmp"
	"regexp"
	"strings"
)

// pattern is a route's path: literal segments, {name} for exactly one segment,
// and {name*}, last, for any number (API Gateway: Adding Path Parameters and
// Wildcards to Route Paths). Paths are compared as the client encoded them.
type pattern []segment

type segment struct {
	kind segmentKind
	text string // a literal, or a parameter's name
}

// segmentKind orders kinds from the most specific.
type segmentKind int

const (
	literal segmentKind = iota
	parameter
	wildcard
)

// parameterForm is {name} or {name*}.
var parameterForm = regexp.MustCompile(`^\{([A-Za-z0-9_]+)(\*?)\}$`)

func parsePattern(path string) pattern {
	var p pattern
	for _, text := range strings.Split(strings.TrimPrefix(path, "/"), "/") {
		m := parameterForm.FindStringSubmatch(text)
		switch {
		case m == nil:
			p = append(p, segment{literal, text})
		case m[2] == "*":
			p = append(p, segment{wildcard, m[1]})
		default:
			p = append(p, segment{parameter, m[1]})
		}
	}
	return p
}

// match gives the parameters' values. A path with dot segments matches nothing,
// so that none can climb in a backend's URL.
func (p pattern) match(path string) (map[string]string, bool) {
	rest, ok := strings.CutPrefix(path, "/")
	if !ok {
		return nil, false
	}
	parts := strings.Split(rest, "/")
	for _, part := range parts {
		if dots := strings.ReplaceAll(strings.ToLower(part), "%2e", "."); dots == "." || dots == ".." {
			return nil, false
		}
	}
	values := map[string]string{}
	for i, s := range p {
		if s.kind == wildcard {
			values[s.text] = strings.Join(parts[min(i, len(parts)):], "/")
			return values, true
		}
		switch {
		case i >= len(parts):
			return nil, false
		case s.kind == parameter && parts[i] != "":
			values[s.text] = parts[i]
		case s.kind == parameter || parts[i] != s.text:
			return nil, false
		}
	}
	return values, len(parts) == len(p)
}

// compare sorts more specific patterns first.
func (p pattern) compare(other pattern) int {
	for i := range min(len(p), len(other)) {
		if c := cmp.Compare(p[i].kind, other[i].kind); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(p), len(other)) // the longer one goes on with a wildcard, or they have no path in common
}
