package gateway

import (
	"net/http"
	"slices"
	"sort"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// deployment is a compiled Deployment.
type deployment struct {
	ID            string
	prefix        string
	routes        []*route // in the order in which they are tried
	authenticator authenticator
	limiter       *limiter
	cors          *apigateway.CorsPolicy
	logLevel      string
}

// route is a compiled route.
type route struct {
	path     string // as specified
	pattern  pattern
	methods  []string // empty: any
	request  apigateway.ApiSpecificationRouteRequestPolicies
	response *apigateway.HeaderTransformationPolicy
	backend  backend
	logLevel string
}

func (r *route) takes(method string) bool {
	return len(r.methods) == 0 || slices.Contains(r.methods, method)
}

func compile(d Deployment, o Options) (*deployment, error) {
	if err := ValidatePathPrefix(d.PathPrefix); err != nil {
		return nil, err
	}
	if err := Validate(d.Specification); err != nil {
		return nil, err
	}
	compiled := &deployment{
		ID:       d.ID,
		prefix:   strings.TrimSuffix(d.PathPrefix, "/"),
		logLevel: logLevel(d.Specification.LoggingPolicies),
	}
	if policies := d.Specification.RequestPolicies; policies != nil {
		compiled.cors = policies.Cors
		compiled.limiter = newLimiter(policies.RateLimiting, o)
		compiled.authenticator = newAuthenticator(policies.Authentication, o)
		if policies.DynamicAuthentication != nil {
			compiled.authenticator = newSelection(*policies.DynamicAuthentication, o)
		}
	}
	for _, spec := range d.Specification.Routes {
		compiled.routes = append(compiled.routes, compileRoute(spec, o))
	}
	if o.Fidelity.MostSpecificRouteFirst {
		sort.SliceStable(compiled.routes, func(i, j int) bool {
			return compiled.routes[i].pattern.compare(compiled.routes[j].pattern) < 0
		})
	}
	return compiled, nil
}

func compileRoute(spec apigateway.ApiSpecificationRoute, o Options) *route {
	r := &route{
		path:     *spec.Path,
		pattern:  parsePattern(*spec.Path),
		backend:  newBackend(spec.Backend),
		logLevel: logLevel(spec.LoggingPolicies),
	}
	for _, m := range spec.Methods {
		if m == apigateway.ApiSpecificationRouteMethodsAny {
			r.methods = nil
			break
		}
		r.methods = append(r.methods, string(m))
	}
	if spec.RequestPolicies != nil {
		r.request = *spec.RequestPolicies
	}
	if spec.ResponsePolicies != nil {
		r.response = spec.ResponsePolicies.HeaderTransformations
	}
	return r
}

func logLevel(p *apigateway.ApiSpecificationLoggingPolicies) string {
	if p == nil || p.ExecutionLog == nil {
		return ""
	}
	return string(p.ExecutionLog.LogLevel)
}

// route finds what answers, and answers preflights.
func (h *Handler) route(x *exchange) *refusal {
	if refused := x.checkSize(); refused != nil {
		return refused
	}
	path := x.r.URL.EscapedPath()
	rest := ""
	for _, d := range h.deployments {
		if after, ok := strings.CutPrefix(path, d.prefix); ok && strings.HasPrefix(after, "/") {
			x.deployment, rest = d, after
			break
		}
	}
	if x.deployment == nil {
		return &refusal{status: http.StatusNotFound, detail: "no deployment has this path's prefix"}
	}
	if x.answerPreflight(rest) {
		return nil
	}
	matching, found := x.find(rest, x.r.Method)
	switch {
	case found:
		return nil
	case matching == nil:
		return &refusal{status: http.StatusNotFound, code: codeRouting, detail: "no route has this path"}
	}
	slices.Sort(matching)
	matching = slices.Compact(matching) // several routes may have the path
	allow := http.Header{"Allow": {strings.Join(matching, ", ")}}
	return &refusal{status: x.fidelity.WrongMethodStatus, header: allow, code: codeRouting, detail: "no route with this path takes " + x.r.Method}
}

// find sets the route that takes method at path. Without one it gives the
// methods that routes with the path do take.
func (x *exchange) find(path, method string) (matching []string, found bool) {
	for _, r := range x.deployment.routes {
		values, ok := r.pattern.match(path)
		if !ok {
			continue
		}
		if r.takes(method) {
			x.route, x.parameters = r, values
			return nil, true
		}
		matching = append(matching, r.methods...)
	}
	return matching, false
}

// maxHead is the limit for headers and URI together (API Gateway: Limits).
const maxHead = 8 << 10

func (x *exchange) checkSize() *refusal {
	size := len(x.r.RequestURI)
	if size > maxHead {
		return &refusal{status: x.fidelity.OversizedURIStatus, code: codeTooLarge, detail: "the URI is longer than 8 KB"}
	}
	size += len("Host: ") + len(x.r.Host)
	for name, values := range x.r.Header {
		for _, v := range values {
			size += len(name) + len(": \r\n") + len(v)
		}
	}
	if size > maxHead {
		return &refusal{status: x.fidelity.OversizedHeaderStatus, code: codeTooLarge, detail: "headers and URI are longer than 8 KB"}
	}
	return nil
}
