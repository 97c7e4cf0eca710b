package gateway

import (
	"net/http"
	"slices"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// identity is what an authenticator says about a caller.
type identity struct {
	scope   []string
	context map[string]any // request.auth
}

// authenticator is the deployment's authentication policy, or one of several.
type authenticator interface {
	// authenticate sets x.caller, or refuses.
	authenticate(x *exchange) *refusal
}

// newAuthenticator takes what Validate has passed.
func newAuthenticator(policy apigateway.AuthenticationPolicy, o Options) authenticator {
	switch p := policy.(type) {
	case apigateway.CustomAuthenticationPolicy:
		return newAuthorizer(p, o)
	case apigateway.TokenAuthenticationPolicy:
		return newTokenCheck(p, o)
	case apigateway.JwtAuthenticationPolicy:
		return newJWTCheck(p, o)
	}
	return nil
}

// authenticate asks who the caller is, unless the route takes anyone.
func (x *exchange) authenticate() *refusal {
	if x.deployment.authenticator == nil {
		return nil
	}
	if _, anyone := x.route.request.Authorization.(apigateway.AnonymousRouteAuthorizationPolicy); anyone {
		return nil
	}
	return x.deployment.authenticator.authenticate(x)
}

// authorize compares the caller's scope with the route's. Without a policy a
// route is AUTHENTICATION_ONLY.
func (x *exchange) authorize() *refusal {
	policy, ok := x.route.request.Authorization.(apigateway.AnyOfRouteAuthorizationPolicy)
	if !ok {
		return nil
	}
	for _, s := range x.caller.scope {
		if slices.Contains(policy.AllowedScope, s) {
			return nil
		}
	}
	return &refusal{
		status: x.fidelity.ScopeMismatchStatus, code: codeUnauthorized,
		detail: "the caller has none of the scopes that the route allows",
	}
}

// unauthenticated is the answer to a caller who is nobody.
func unauthenticated(challenge, detail string) *refusal {
	r := &refusal{status: http.StatusUnauthorized, code: codeAuthUnauthenticated, detail: detail}
	if challenge != "" {
		r.header = http.Header{"Www-Authenticate": {challenge}}
	}
	return r
}
