package gateway

import (
	"fmt"
	"net/url"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
	"golang.org/x/net/http/httpguts"
)

// Limits of token policies (API Gateway: Validating Tokens to Add Authentication
// and Authorization).
const (
	maxIssuers   = 5
	maxAudiences = 5
	maxClaims    = 10
	maxKeys      = 10
	maxSkew      = 120 // seconds
	maxKept      = 24  // hours
)

func (f *faults) token(field string, p apigateway.TokenAuthenticationPolicy) {
	f.tokenLocation(field, p.TokenHeader, p.TokenQueryParam, p.TokenAuthScheme)
	f.skew(field, p.MaxClockSkewInSeconds)
	f.failurePolicy(field+".validationFailurePolicy", p.ValidationFailurePolicy)
	field += ".validationPolicy"
	switch v := p.ValidationPolicy.(type) {
	case nil:
		f.add(field, "it is required")
		return
	case apigateway.TokenAuthenticationStaticKeysValidationPolicy:
		f.staticKeys(field, v.Keys)
	case apigateway.TokenAuthenticationRemoteJwksValidationPolicy:
		f.remoteKeys(field, v.Uri, v.MaxCacheDurationInHours)
	case apigateway.TokenAuthenticationRemoteDiscoveryValidationPolicy:
		f.unsupported(field + " of type REMOTE_DISCOVERY")
	default:
		f.add(field+".type", "it must be one of STATIC_KEYS, REMOTE_JWKS and REMOTE_DISCOVERY")
		return
	}
	if more := p.ValidationPolicy.GetAdditionalValidationPolicy(); more != nil {
		field += ".additionalValidationPolicy"
		f.texts(field+".issuers", more.Issuers, maxIssuers)
		f.texts(field+".audiences", more.Audiences, maxAudiences)
		f.verifyClaims(field+".verifyClaims", more.VerifyClaims)
	}
}

// jwt is the older form, in which issuers and audiences are mandatory.
func (f *faults) jwt(field string, p apigateway.JwtAuthenticationPolicy) {
	f.tokenLocation(field, p.TokenHeader, p.TokenQueryParam, p.TokenAuthScheme)
	f.skew(field, p.MaxClockSkewInSeconds)
	f.atLeastOne(field+".issuers", len(p.Issuers))
	f.atLeastOne(field+".audiences", len(p.Audiences))
	f.texts(field+".issuers", p.Issuers, maxIssuers)
	f.texts(field+".audiences", p.Audiences, maxAudiences)
	f.verifyClaims(field+".verifyClaims", p.VerifyClaims)
	field += ".publicKeys"
	switch v := p.PublicKeys.(type) {
	case apigateway.StaticPublicKeySet:
		f.staticKeys(field, v.Keys)
	case apigateway.RemoteJsonWebKeySet:
		f.remoteKeys(field, v.Uri, v.MaxCacheDurationInHours)
	default:
		f.add(field, "it is required, of type STATIC_KEYS or REMOTE_JWKS")
	}
}

func (f *faults) tokenLocation(field string, header, parameter, scheme *string) {
	switch {
	case (header == nil) == (parameter == nil):
		f.add(field, "exactly one of tokenHeader and tokenQueryParam is required")
	case parameter != nil:
		f.required(field+".tokenQueryParam", parameter)
	case !httpguts.ValidHeaderFieldName(*header):
		f.add(field+".tokenHeader", "%q is no header's name", *header)
	case f.required(field+".tokenAuthScheme", scheme) && !httpguts.ValidHeaderFieldName(*scheme):
		f.add(field+".tokenAuthScheme", "%q is no scheme such as Bearer", *scheme)
	}
}

func (f *faults) skew(field string, seconds *float32) {
	if seconds != nil && !(*seconds >= 0 && *seconds <= maxSkew) {
		f.add(field+".maxClockSkewInSeconds", "it must be 0 to %d", maxSkew)
	}
}

// texts checks a list of strings, of which none is empty.
func (f *faults) texts(field string, list []string, most int) {
	f.atMost(field, len(list), most)
	for _, text := range list {
		if text == "" {
			f.add(field, "none may be empty")
		}
	}
}

func (f *faults) verifyClaims(field string, claims []apigateway.JsonWebTokenClaim) {
	f.atMost(field, len(claims), maxClaims)
	for i, claim := range claims {
		f.required(fmt.Sprintf("%s[%d].key", field, i), claim.Key)
	}
}

func (f *faults) staticKeys(field string, keys []apigateway.StaticPublicKey) {
	field += ".keys"
	f.atLeastOne(field, len(keys))
	f.atMost(field, len(keys), maxKeys)
	taken := map[string]bool{}
	for i, key := range keys {
		one := fmt.Sprintf("%s[%d]", field, i)
		if key == nil || !f.required(one+".kid", key.GetKid()) {
			continue
		}
		if taken[*key.GetKid()] {
			f.add(one+".kid", "another key has the same")
		}
		taken[*key.GetKid()] = true
		if _, err := parseStaticKey(key); err != nil {
			f.add(one, "%v", err)
		}
	}
}

func (f *faults) remoteKeys(field string, uri *string, hours *int) {
	if f.required(field+".uri", uri) {
		u, err := url.Parse(*uri)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			f.add(field+".uri", "%q is no http or https URL", *uri)
		}
	}
	if hours != nil && (*hours < 1 || *hours > maxKept) {
		f.add(field+".maxCacheDurationInHours", "it must be 1 to %d", maxKept)
	}
}
