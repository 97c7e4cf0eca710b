package gateway

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// answerPreflight answers a CORS preflight for a path that some route matches
// and a CORS policy covers. Everything else goes on.
func (x *exchange) answerPreflight(path string) bool {
	wanted := x.r.Header.Get("Access-Control-Request-Method")
	if x.r.Method != http.MethodOptions || x.r.Header.Get("Origin") == "" || wanted == "" {
		return false
	}
	if x.fidelity.PreflightNeedsRoute {
		wanted = http.MethodOptions
	}
	if matching, found := x.find(path, wanted); !found && (x.fidelity.PreflightNeedsRoute || matching == nil) {
		return false
	}
	policy := x.corsPolicy()
	if policy == nil {
		x.route, x.parameters = nil, nil
		return false
	}
	x.setCORS(policy, true)
	x.w.WriteHeader(x.fidelity.PreflightStatus)
	return true
}

// applyCORS sets the headers of an actual request's answer. A request from an
// origin that is not allowed is served without them; the browser refuses then.
func (x *exchange) applyCORS() *refusal {
	if policy := x.corsPolicy(); policy != nil {
		x.setCORS(policy, false)
	}
	return nil
}

// corsPolicy is the route's, or else the deployment's.
func (x *exchange) corsPolicy() *apigateway.CorsPolicy {
	if x.route != nil && x.route.request.Cors != nil {
		return x.route.request.Cors
	}
	return x.deployment.cors
}

// setCORS writes the headers of API Gateway: Adding CORS Support.
func (x *exchange) setCORS(policy *apigateway.CorsPolicy, preflight bool) {
	h := x.w.Header()
	h.Add("Vary", "Origin")
	credentials := isTrue(policy.IsAllowCredentialsEnabled)
	allowed := allowedOrigin(policy.AllowedOrigins, x.r.Header.Get("Origin"), credentials && x.fidelity.CredentialsEchoOrigin)
	if allowed == "" {
		return
	}
	h.Set("Access-Control-Allow-Origin", allowed)
	if credentials {
		h.Set("Access-Control-Allow-Credentials", "true")
	}
	if !preflight {
		setList(h, "Access-Control-Expose-Headers", policy.ExposedHeaders)
		return
	}
	setList(h, "Access-Control-Allow-Methods", policy.AllowedMethods)
	setList(h, "Access-Control-Allow-Headers", policy.AllowedHeaders)
	if age := policy.MaxAgeInSeconds; age != nil && *age > 0 {
		h.Set("Access-Control-Max-Age", strconv.Itoa(*age))
	}
}

// allowedOrigin is the best match for a request's origin, "" when there is none.
func allowedOrigin(allowed []string, origin string, echo bool) string {
	switch {
	case origin == "":
		return ""
	case slices.Contains(allowed, origin):
		return origin
	case !slices.Contains(allowed, "*"):
		return ""
	case echo:
		return origin
	}
	return "*"
}

func setList(h http.Header, name string, values []string) {
	if len(values) > 0 {
		h.Set(name, strings.Join(values, ", "))
	}
}

func isTrue(b *bool) bool { return b != nil && *b }
