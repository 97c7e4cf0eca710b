package gateway

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
	"golang.org/x/net/http/httpguts"
)

// segmentForm is what a literal segment of a route's path may hold.
var segmentForm = regexp.MustCompile(`^[A-Za-z0-9$\-_.+!*'(),%;:@&=]*$`)

func (f *faults) route(field string, r apigateway.ApiSpecificationRoute) {
	if f.required(field+".path", r.Path) {
		f.path(field+".path", *r.Path)
	}
	for _, m := range r.Methods {
		f.oneOf(field+".methods", string(m), apigateway.GetApiSpecificationRouteMethodsEnumStringValues())
	}
	f.backend(field+".backend", r.Backend)
	f.logging(field+".loggingPolicies", r.LoggingPolicies)
	if p := r.RequestPolicies; p != nil {
		f.routePolicies(field+".requestPolicies", p)
	}
	if p := r.ResponsePolicies; p != nil {
		f.headerTransformations(field+".responsePolicies.headerTransformations", p.HeaderTransformations)
		if p.ResponseCacheStore != nil {
			f.unsupported(field + ".responsePolicies.responseCacheStore")
		}
	}
}

func (f *faults) path(field, path string) {
	if len(path) > 2000 {
		f.add(field, "it has %d characters and may have 2000", len(path))
	}
	if !strings.HasPrefix(path, "/") || strings.Contains(path, "//") {
		f.add(field, "%q must begin with a slash and have no two in a row", path)
		return
	}
	segments := strings.Split(path[1:], "/")
	names := map[string]bool{}
	for i, s := range segments {
		m := parameterForm.FindStringSubmatch(s)
		switch {
		case m == nil && !segmentForm.MatchString(s):
			f.add(field, "segment %q is neither {name}, {name*} nor made of the characters that paths may have", s)
		case m == nil:
		case m[2] == "*" && i != len(segments)-1:
			f.add(field, "the wildcard %s must come last", s)
		case names[m[1]]:
			f.add(field, "parameter %s occurs twice", m[1])
		default:
			names[m[1]] = true
		}
	}
}

// duplicates finds routes that no request could tell apart: same path, a
// method in common.
func (f *faults) duplicates(field string, r apigateway.ApiSpecificationRoute, taken map[string]string) {
	if r.Path == nil {
		return
	}
	var shape strings.Builder
	for _, s := range parsePattern(*r.Path) {
		shape.WriteByte('/')
		switch s.kind {
		case literal:
			shape.WriteString(s.text)
		case parameter:
			shape.WriteString("{}")
		case wildcard:
			shape.WriteString("{*}")
		}
	}
	methods := apigateway.GetApiSpecificationRouteMethodsEnumStringValues()
	if len(r.Methods) > 0 && !slices.Contains(r.Methods, apigateway.ApiSpecificationRouteMethodsAny) {
		methods = nil
		for _, m := range r.Methods {
			methods = append(methods, string(m))
		}
	}
	for _, m := range methods {
		key := m + " " + shape.String()
		if other, ok := taken[key]; ok && other != field {
			f.add(field, "it has the path and a method of %s", other)
			return
		}
		taken[key] = field
	}
}

func (f *faults) authorization(field string, r apigateway.ApiSpecificationRoute, authenticated, anonymous bool) {
	if r.RequestPolicies == nil {
		return
	}
	switch p := r.RequestPolicies.Authorization.(type) {
	case apigateway.AnonymousRouteAuthorizationPolicy:
		if !anonymous {
			f.add(field, "ANONYMOUS needs isAnonymousAccessAllowed in the deployment's authentication")
		}
	case apigateway.AnyOfRouteAuthorizationPolicy:
		if !authenticated {
			f.add(field, "ANY_OF needs an authentication policy in the deployment")
		}
		if len(p.AllowedScope) == 0 {
			f.add(field+".allowedScope", "at least one scope is required")
		}
	}
}

func (f *faults) backend(field string, b apigateway.ApiSpecificationRouteBackend) {
	switch b := b.(type) {
	case nil:
		f.add(field, "it is required")
	case apigateway.OracleFunctionBackend:
		f.required(field+".functionId", b.FunctionId)
	case apigateway.StockResponseBackend:
		f.stock(field, b)
	case apigateway.HttpBackend:
		f.httpBackend(field, b)
	case apigateway.DynamicRoutingBackend:
		f.unsupported(field + " of type DYNAMIC_ROUTING_BACKEND")
	case apigateway.OAuth2LogoutBackend:
		f.unsupported(field + " of type OAUTH2_LOGOUT_BACKEND")
	case apigateway.OAuth2LoginBackend:
		f.unsupported(field + " of type OAUTH2_LOGIN_BACKEND")
	default:
		f.add(field+".type", "it is none of the API's types, such as ORACLE_FUNCTIONS_BACKEND")
	}
}

func (f *faults) stock(field string, b apigateway.StockResponseBackend) {
	if b.Status == nil || *b.Status < 200 || *b.Status > 599 {
		f.add(field+".status", "it must be an HTTP status from 200 to 599")
	}
	if b.Body != nil && len(*b.Body) > 4096 {
		f.add(field+".body", "it has %d bytes and may have 4096", len(*b.Body))
	}
	f.atMost(field+".headers", len(b.Headers), 50)
	for _, h := range b.Headers {
		if h.Name == nil || h.Value == nil || !httpguts.ValidHeaderFieldName(*h.Name) || !httpguts.ValidHeaderFieldValue(*h.Value) {
			f.add(field+".headers", "each needs a valid name and a valid value")
		}
	}
}

func (f *faults) httpBackend(field string, b apigateway.HttpBackend) {
	if f.required(field+".url", b.Url) {
		plain := expand(*b.Url, func(string) string { return "x" })
		u, err := url.Parse(plain)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Contains(*b.Url, "${") && !strings.HasPrefix(*b.Url, u.Scheme+"://"+u.Host+"/") {
			f.add(field+".url", "%q is not an http or https URL with context variables in its path alone", *b.Url)
		}
	}
	for _, t := range []struct {
		field string
		value *float32
		most  float32
	}{
		{"connectTimeoutInSeconds", b.ConnectTimeoutInSeconds, 75},
		{"readTimeoutInSeconds", b.ReadTimeoutInSeconds, 300},
		{"sendTimeoutInSeconds", b.SendTimeoutInSeconds, 300},
	} {
		if t.value != nil && (*t.value <= 0 || *t.value > t.most) {
			f.add(field+"."+t.field, "it must be above 0 and at most %v", t.most)
		}
	}
}
