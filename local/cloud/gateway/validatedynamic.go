package gateway

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// dynamicAuthentication tells whether callers may be anonymous, which is so if
// every server lets them.
func (f *faults) dynamicAuthentication(field string, p *apigateway.DynamicAuthenticationPolicy, routes []apigateway.ApiSpecificationRoute) (anonymous bool) {
	f.selector(field+".selectionSource", p.SelectionSource, routes)
	field += ".authenticationServers"
	f.atLeastOne(field, len(p.AuthenticationServers))
	anonymous = true
	names, defaults := map[string]bool{}, 0
	for i, server := range p.AuthenticationServers {
		one := fmt.Sprintf("%s[%d]", field, i)
		f.selectionKey(one+".key", server.Key, names)
		if server.Key != nil && isTrue(server.Key.GetIsDefault()) {
			defaults++
		}
		f.authentication(one+".authenticationServerDetail", server.AuthenticationServerDetail)
		anonymous = anonymous && server.AuthenticationServerDetail != nil && isTrue(server.AuthenticationServerDetail.GetIsAnonymousAccessAllowed())
	}
	if defaults > 1 {
		f.add(field, "%d have isDefault and at most one may", defaults)
	}
	return anonymous
}

// selector: the context variables that select, and in the words of the service
// what another one is (API Gateway troubleshooting: dynamic authentication
// selectors). A path parameter has to be one of a route.
func (f *faults) selector(field string, source apigateway.SelectionSourcePolicy, routes []apigateway.ApiSpecificationRoute) {
	single, ok := source.(apigateway.SingleSelectionSourcePolicy)
	if !ok {
		f.add(field, "it is required, of type SINGLE")
		return
	}
	field += ".selector"
	if !f.required(field, single.Selector) {
		return
	}
	v, ok := parseVariable(*single.Selector)
	switch {
	case !ok || !slices.Contains([]string{"auth", "headers", "host", "path", "query", "subdomain"}, v.table):
		f.add(field, "Invalid Dynamic Authentication Selector: %q is not one of request.auth[…], request.headers[…], request.host, "+
			"request.path[…], request.query[…] and request.subdomain[…]", *single.Selector)
	case v.table == "path" && !slices.ContainsFunc(routes, func(r apigateway.ApiSpecificationRoute) bool { return hasParameter(r, v.key) }):
		f.add(field, "Invalid Dynamic Authentication Selector: no route's path has the parameter %s", v.key)
	}
}

func hasParameter(r apigateway.ApiSpecificationRoute, name string) bool {
	return r.Path != nil && slices.ContainsFunc(parsePattern(*r.Path), func(s segment) bool {
		return s.kind != literal && s.text == strings.TrimSuffix(name, "*")
	})
}

func (f *faults) selectionKey(field string, key apigateway.DynamicSelectionKey, names map[string]bool) {
	if key == nil {
		f.add(field, "it is required")
		return
	}
	if f.required(field+".name", key.GetName()) {
		if names[*key.GetName()] {
			f.add(field+".name", "%q is the name of another server's key", *key.GetName())
		}
		names[*key.GetName()] = true
	}
	switch k := key.(type) {
	case apigateway.AnyOfSelectionKey:
		if len(k.Values) == 0 && !isTrue(k.IsDefault) {
			f.add(field+".values", "at least one is required, as the server is not the default")
		}
	case apigateway.WildcardSelectionKey:
		if !f.required(field+".expression", k.Expression) {
			return
		}
		if _, ok := parseWildcard(*k.Expression); !ok {
			f.add(field+".expression", "%q must have exactly one wildcard, * or +, at its start or its end", *k.Expression)
		}
	default:
		f.add(field+".type", "it must be ANY_OF or WILDCARD")
	}
}
