package gateway

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// signatures are those that are taken (API Gateway: Prerequisites for Token
// Authentication). What a token's header says besides them, such as none, HS256
// or a key of its own, proves nothing.
var signatures = []jose.SignatureAlgorithm{jose.RS256, jose.RS384, jose.RS512}

// tokenCheck is a TOKEN_AUTHENTICATION or JWT_AUTHENTICATION policy: the gateway
// itself validates a JSON Web Token. The execution log never has the token; the
// access log has one of the query, as that is part of requestUri.
type tokenCheck struct {
	location variable
	scheme   string // before the token, in a header
	keys     keySource
	expected expectation
	failure  failurePolicy
}

func newTokenCheck(p apigateway.TokenAuthenticationPolicy, o Options) *tokenCheck {
	c := &tokenCheck{failure: newFailurePolicy(p.ValidationFailurePolicy), expected: expectation{skew: skew(p.MaxClockSkewInSeconds)}}
	c.location, c.scheme = tokenLocation(p.TokenHeader, p.TokenQueryParam, p.TokenAuthScheme)
	switch v := p.ValidationPolicy.(type) {
	case apigateway.TokenAuthenticationStaticKeysValidationPolicy:
		c.keys = newStaticKeys(v.Keys)
	case apigateway.TokenAuthenticationRemoteJwksValidationPolicy:
		c.keys = newRemoteKeys(*v.Uri, v.MaxCacheDurationInHours, v.IsSslVerifyDisabled, o)
	}
	if more := p.ValidationPolicy.GetAdditionalValidationPolicy(); more != nil {
		c.expected.issuers, c.expected.audiences, c.expected.claims = more.Issuers, more.Audiences, more.VerifyClaims
	}
	return c
}

// newJWTCheck is for the older form of the policy.
func newJWTCheck(p apigateway.JwtAuthenticationPolicy, o Options) *tokenCheck {
	c := &tokenCheck{expected: expectation{p.Issuers, p.Audiences, p.VerifyClaims, skew(p.MaxClockSkewInSeconds)}}
	c.location, c.scheme = tokenLocation(p.TokenHeader, p.TokenQueryParam, p.TokenAuthScheme)
	switch v := p.PublicKeys.(type) {
	case apigateway.StaticPublicKeySet:
		c.keys = newStaticKeys(v.Keys)
	case apigateway.RemoteJsonWebKeySet:
		c.keys = newRemoteKeys(*v.Uri, v.MaxCacheDurationInHours, v.IsSslVerifyDisabled, o)
	}
	return c
}

func tokenLocation(header, parameter, scheme *string) (variable, string) {
	if header == nil {
		return variable{"query", *parameter}, ""
	}
	return variable{"headers", *header}, *scheme
}

func skew(seconds *float32) time.Duration {
	if seconds == nil {
		return 0
	}
	return time.Duration(float64(*seconds) * float64(time.Second))
}

func (c *tokenCheck) authenticate(x *exchange) *refusal {
	text, detail := c.token(x)
	if text == "" {
		return c.deny(x, "", detail)
	}
	token, err := jwt.ParseSigned(text, signatures)
	if err != nil { // which may quote the token
		return c.deny(x, invalidToken, "the token is no JWT with a signature of RS256, RS384 or RS512")
	}
	header := token.Headers[0]
	keys, refused := c.keys.find(x, header.KeyID)
	if refused != nil {
		return c.failure.applyToError(x, refused)
	}
	for _, key := range keys {
		if key.Algorithm != "" && key.Algorithm != header.Algorithm {
			continue
		}
		var standard jwt.Claims
		var all map[string]any
		err := token.Claims(key.Key, &standard, &all)
		if errors.Is(err, jose.ErrCryptoFailure) {
			continue
		}
		if err != nil { // which may quote the token
			return c.deny(x, invalidToken, "the token's crit header or its claims are not what the gateway understands")
		}
		if err := c.expected.check(standard, all, x); err != nil {
			return c.deny(x, invalidToken, err.Error())
		}
		x.caller = identity{scopeClaim(all), all}
		return nil
	}
	return c.deny(x, invalidToken, fmt.Sprintf("none of the %d keys with the token's kid has signed it", len(keys)))
}

// token finds the one token of a request; without one it says why.
func (c *tokenCheck) token(x *exchange) (token, detail string) {
	values := x.values(c.location)
	switch {
	case len(values) == 0:
		return "", "the request has no token in " + c.location.String()
	case len(values) > 1 && x.fidelity.SeveralTokensRefused:
		return "", "the request has several tokens in " + c.location.String()
	case c.scheme == "":
		return values[0], "the token is empty"
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	if scheme != c.scheme && !(x.fidelity.TokenSchemeIgnoresCase && strings.EqualFold(scheme, c.scheme)) {
		return "", "the scheme in " + c.location.String() + " is not " + c.scheme
	}
	return strings.TrimSpace(token), "the token is empty"
}

// invalidToken is what a challenge says to a token that is not good (RFC 6750).
const invalidToken = `, error="invalid_token"`

func (c *tokenCheck) deny(x *exchange, why, detail string) *refusal {
	refused := unauthenticated("", detail)
	refused.code = codeTokenUnauthenticated
	if x.fidelity.TokenChallenge {
		scheme := c.scheme
		if scheme == "" {
			scheme = "Bearer"
		}
		refused.header = http.Header{"Www-Authenticate": {fmt.Sprintf("%s realm=%q%s", scheme, x.options.Gateway.Hostname, why)}}
	}
	return c.failure.apply(x, refused)
}
