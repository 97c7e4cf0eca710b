package gateway

import (
	"encoding/json"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// variable is a context variable such as request.headers[X-Real-IP] (API
// Gateway: Adding Context Variables to Policies and HTTP Back End Definitions).
type variable struct{ table, key string }

func (v variable) String() string {
	if v.key == "" {
		return "request." + v.table
	}
	return "request." + v.table + "[" + v.key + "]"
}

// variableForm: the tables with a key, and those without.
var variableForm = regexp.MustCompile(`^request\.(?:(path|query|headers|auth|cert|subdomain)\[([^\[\]{}]+)\]|(host|body))$`)

func parseVariable(expression string) (variable, bool) {
	m := variableForm.FindStringSubmatch(expression)
	if m == nil {
		return variable{}, false
	}
	return variable{m[1] + m[3], m[2]}, true
}

// values are all a variable has in the request as the client sent it; nil when
// there is none. Query and path keep their encoding.
func (x *exchange) values(v variable) []string {
	switch v.table {
	case "host":
		return x.host()
	case "body":
		return []string{string(x.body)}
	case "query":
		return parseQuery(x.r.URL.RawQuery).values(v.key)
	case "headers":
		if strings.EqualFold(v.key, "Host") {
			return x.host()
		}
		return x.r.Header.Values(v.key)
	case "subdomain":
		host := x.r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		if leading, ok := strings.CutSuffix(host, "."+v.key); ok {
			return []string{leading}
		}
	case "path":
		if value, ok := x.parameters[strings.TrimSuffix(v.key, "*")]; ok {
			return []string{value}
		}
	case "auth":
		if value, ok := x.caller.context[v.key]; ok {
			return []string{text(value)}
		}
	}
	return nil // certificates are not simulated
}

// host is none where the client named none, as it may in HTTP/1.0.
func (x *exchange) host() []string {
	if x.r.Host == "" {
		return nil
	}
	return []string{x.r.Host}
}

// text is a value of an authorizer's context as a header can carry it.
func text(value any) string {
	if s, ok := value.(string); ok {
		return s
	}
	b, err := json.Marshal(value)
	if err != nil {
		return "" // it came out of JSON
	}
	return string(b)
}

// expand replaces each ${variable} by its first value, an unknown one by
// nothing. What a value holds is not expanded again. request.body is for
// authorizers alone.
func (x *exchange) expand(template string) string {
	return expand(template, func(expression string) string {
		v, ok := parseVariable(expression)
		if !ok || v.table == "body" {
			return ""
		}
		return first(x.values(v))
	})
}

// expandEncoded gives values fit for a URL: what comes from the query or the
// path is encoded already, other values are encoded by escape.
func (x *exchange) expandEncoded(template string, escape func(string) string) string {
	return expand(template, func(expression string) string {
		v, _ := parseVariable(expression)
		value := x.expand("${" + expression + "}")
		if v.table == "query" || v.table == "path" {
			return value
		}
		return escape(value)
	})
}

func expand(template string, lookup func(expression string) string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(template, "${")
		expression, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			out.WriteString(template)
			return out.String()
		}
		out.WriteString(before)
		out.WriteString(lookup(strings.TrimSpace(expression)))
		template = after
	}
}

// expandBare takes a bare variable too, as a failure policy may be one.
func (x *exchange) expandBare(template string) string {
	if v, ok := parseVariable(template); ok && v.table != "body" {
		return first(x.values(v))
	}
	return x.expand(template)
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// forwarded adds to headers for a backend, or an authorizer that may see them,
// where the request comes from. What the client claims stays in front (API
// Gateway troubleshooting: forwarded headers).
func (x *exchange) forwarded(h http.Header) {
	address := x.client.String()
	h.Set("X-Real-Ip", address)
	h.Set("X-Forwarded-For", strings.Join(append(slices.Clone(h.Values("X-Forwarded-For")), address), ", "))
	if x.client.Is6() {
		address = `"[` + address + `]"`
	}
	h.Set("Forwarded", strings.Join(append(slices.Clone(h.Values("Forwarded")), "for="+address), ", "))
}
