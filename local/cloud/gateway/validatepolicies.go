package gateway

import (
	"maps"
	"net/url"
	"slices"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// requestPolicies tells whether callers are authenticated and whether they may
// be anonymous.
func (f *faults) requestPolicies(spec apigateway.ApiSpecification) (authenticated, anonymous bool) {
	p := spec.RequestPolicies
	if p == nil {
		return false, false
	}
	const field = "requestPolicies"
	if p.Authentication != nil {
		authenticated = true
		anonymous = isTrue(p.Authentication.GetIsAnonymousAccessAllowed())
		f.authentication(field+".authentication", p.Authentication)
	}
	if p.DynamicAuthentication != nil {
		if authenticated {
			f.add(field, "authentication and dynamicAuthentication exclude each other")
		}
		authenticated = true
		anonymous = f.dynamicAuthentication(field+".dynamicAuthentication", p.DynamicAuthentication, spec.Routes)
	}
	if p.RateLimiting != nil {
		f.rateLimiting(field+".rateLimiting", p.RateLimiting)
	}
	f.cors(field+".cors", p.Cors)
	if p.MutualTls != nil && (isTrue(p.MutualTls.IsVerifiedCertificateRequired) || len(p.MutualTls.AllowedSans) > 0) {
		f.unsupported(field + ".mutualTls")
	}
	if p.UsagePlans != nil {
		f.unsupported(field + ".usagePlans")
	}
	return authenticated, anonymous
}

func (f *faults) authentication(field string, policy apigateway.AuthenticationPolicy) {
	switch p := policy.(type) {
	case nil:
		f.add(field, "it is required")
	case apigateway.CustomAuthenticationPolicy:
		f.custom(field, p)
	case apigateway.TokenAuthenticationPolicy:
		f.token(field, p)
	case apigateway.JwtAuthenticationPolicy:
		f.jwt(field, p)
	default:
		f.add(field+".type", "it must be one of CUSTOM_AUTHENTICATION, JWT_AUTHENTICATION and TOKEN_AUTHENTICATION")
	}
}

func (f *faults) custom(field string, custom apigateway.CustomAuthenticationPolicy) {
	f.required(field+".functionId", custom.FunctionId)
	kinds := 0
	for _, given := range []bool{custom.TokenHeader != nil, custom.TokenQueryParam != nil, len(custom.Parameters) > 0} {
		if given {
			kinds++
		}
	}
	if kinds != 1 {
		f.add(field, "exactly one of tokenHeader, tokenQueryParam and parameters is required")
	}
	f.atMost(field+".parameters", len(custom.Parameters), 10)
	for _, name := range slices.Sorted(maps.Keys(custom.Parameters)) {
		f.authorizerParameter(field+".parameters["+name+"]", name, custom.Parameters[name])
	}
	f.atMost(field+".cacheKey", len(custom.CacheKey), 10)
	for _, name := range custom.CacheKey {
		if _, ok := custom.Parameters[name]; !ok {
			f.add(field+".cacheKey", "%q is not one of the parameters", name)
		}
	}
	if _, login := custom.ValidationFailurePolicy.(apigateway.OAuth2ResponseValidationFailurePolicy); login {
		f.add(field+".validationFailurePolicy.type", "of the types only MODIFY_RESPONSE is for authorizer functions")
		return
	}
	f.failurePolicy(field+".validationFailurePolicy", custom.ValidationFailurePolicy)
}

// authorizerParameter: authorizers are told of five tables, not of path, method
// or address (API Gateway: Passing Multiple Arguments to Authorizer Functions).
func (f *faults) authorizerParameter(field, name, expression string) {
	v, ok := parseVariable(expression)
	if !ok || !slices.Contains([]string{"headers", "query", "cert", "host", "body"}, v.table) {
		f.add(field, "%q is not one of request.headers[…], request.query[…], request.cert[…], request.host and request.body", expression)
	}
	if name == "" {
		f.add(field, "a parameter needs a name")
	}
}

func (f *faults) failurePolicy(field string, policy apigateway.ValidationFailurePolicy) {
	if policy == nil {
		return
	}
	switch p := policy.(type) {
	case apigateway.ModifyResponseValidationFailurePolicy:
		f.headerTransformations(field+".responseHeaderTransformations", p.ResponseHeaderTransformations)
	case apigateway.OAuth2ResponseValidationFailurePolicy:
		f.unsupported(field + " of type OAUTH2")
	default:
		f.add(field+".type", "it must be MODIFY_RESPONSE or OAUTH2")
	}
}

func (f *faults) rateLimiting(field string, p *apigateway.RateLimitingPolicy) {
	if p.RateInRequestsPerSecond == nil || *p.RateInRequestsPerSecond < 1 {
		f.add(field+".rateInRequestsPerSecond", "it must be at least 1")
	}
	f.oneOf(field+".rateKey", string(p.RateKey), apigateway.GetRateLimitingPolicyRateKeyEnumStringValues())
}

func (f *faults) cors(field string, p *apigateway.CorsPolicy) {
	if p == nil {
		return
	}
	f.atLeastOne(field+".allowedOrigins", len(p.AllowedOrigins))
	for _, origin := range p.AllowedOrigins {
		if origin == "*" || origin == "null" {
			continue
		}
		u, err := url.Parse(origin)
		if err != nil || u.Host == "" || u.Scheme+"://"+u.Host != origin {
			f.add(field+".allowedOrigins", "%q is not *, null, or a scheme and host such as https://example.com", origin)
		}
	}
	if p.MaxAgeInSeconds != nil && *p.MaxAgeInSeconds < 0 {
		f.add(field+".maxAgeInSeconds", "it must not be negative")
	}
}

func (f *faults) logging(field string, p *apigateway.ApiSpecificationLoggingPolicies) {
	if p == nil || p.ExecutionLog == nil || p.ExecutionLog.LogLevel == "" {
		return
	}
	f.oneOf(field+".executionLog.logLevel", string(p.ExecutionLog.LogLevel), apigateway.GetExecutionLogPolicyLogLevelEnumStringValues())
}
