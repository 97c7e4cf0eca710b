package gateway

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
	"golang.org/x/net/http/httpguts"
)

// Headers that transformations leave alone (API Gateway: Adding Header
// Transformations, protected headers).
var (
	protectedRequest = protected{names: []string{
		"Cdn-Loop", "Connection", "Content-Length", "Cookie", "Except", "Keep-Alive", "Opc-Request-Id", "Origin",
		"Proxy-Authorization", "Te", "Transfer-Encoding", "Upgrade", "X-Forwarded-For", "X-Real-Ip",
	}}
	protectedResponse = protected{prefix: "Access-Control-", names: []string{
		"Connection", "Content-Length", "Except", "Keep-Alive", "Opc-Request-Id", "Proxy-Authenticate", "Public-Key-Pins",
		"Retry-After", "Strict-Transport-Security", "Te", "Trailers", "Transfer-Encoding", "Upgrade",
		"X-Content-Type-Options", "X-Frame-Options",
	}}
)

type protected struct {
	prefix string
	names  []string
}

func (p protected) has(canonical string) bool {
	return slices.Contains(p.names, canonical) || p.prefix != "" && strings.HasPrefix(canonical, p.prefix)
}

// transform makes the header and the query that the backend gets.
func (x *exchange) transform() *refusal {
	x.header = x.r.Header.Clone()
	removeHopByHop(x.header)
	x.forwarded(x.header)
	x.query = parseQuery(x.r.URL.RawQuery)
	transformHeaders(x.header, x.route.request.HeaderTransformations, protectedRequest, x.expand)
	x.query = transformQuery(x.query, x.route.request.QueryParameterTransformations, func(template string) string {
		return x.expandEncoded(template, url.QueryEscape)
	})
	return nil
}

// transformHeaders filters, renames and sets, in that order.
func transformHeaders(h http.Header, t *apigateway.HeaderTransformationPolicy, keep protected, expand func(string) string) {
	if t == nil {
		return
	}
	if f := t.FilterHeaders; f != nil {
		listed := map[string]bool{}
		for _, item := range f.Items {
			listed[http.CanonicalHeaderKey(*item.Name)] = true
		}
		for name := range h {
			if listed[name] == (f.Type == apigateway.FilterHeaderPolicyTypeBlock) && !keep.has(name) {
				delete(h, name)
			}
		}
	}
	if t.RenameHeaders != nil {
		for _, item := range t.RenameHeaders.Items {
			from, to := http.CanonicalHeaderKey(*item.From), http.CanonicalHeaderKey(*item.To)
			if values, ok := h[from]; ok && !keep.has(from) && !keep.has(to) && httpguts.ValidHeaderFieldName(to) {
				delete(h, from)
				h[to] = values
			}
		}
	}
	if t.SetHeaders != nil {
		for _, item := range t.SetHeaders.Items {
			setHeader(h, item, keep, expand)
		}
	}
}

// setHeader ignores what would be an invalid header.
func setHeader(h http.Header, item apigateway.SetHeaderPolicyItem, keep protected, expand func(string) string) {
	name := http.CanonicalHeaderKey(*item.Name)
	if keep.has(name) || !httpguts.ValidHeaderFieldName(name) {
		return
	}
	var values []string
	for _, template := range item.Values {
		if value := expand(template); httpguts.ValidHeaderFieldValue(value) {
			values = append(values, value)
		}
	}
	_, exists := h[name]
	switch {
	case len(values) == 0:
	case !exists || item.IfExists == "" || item.IfExists == apigateway.SetHeaderPolicyItemIfExistsOverwrite:
		h[name] = values
	case item.IfExists == apigateway.SetHeaderPolicyItemIfExistsAppend:
		h[name] = append(slices.Clone(h[name]), values...)
	}
}

// hopByHop is what concerns one connection alone (RFC 9110, section 7.6.1).
var hopByHop = []string{
	"Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection",
	"Te", "Trailer", "Transfer-Encoding", "Upgrade",
}

func removeHopByHop(h http.Header) {
	for _, list := range h.Values("Connection") {
		for name := range strings.SplitSeq(list, ",") {
			h.Del(strings.TrimSpace(name))
		}
	}
	for _, name := range hopByHop {
		h.Del(name)
	}
}
