package gateway

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// withPolicies is a deployment with a policy and a route /events/{api}.
func withPolicies(policies string) string {
	return `{"requestPolicies":{` + policies + `},"routes":[{"path":"/events/{api}","backend":` + stock + `},{"path":"/a","backend":` + stock + `}]}`
}

const header = `"tokenHeader":"Authorization","tokenAuthScheme":"Bearer"`

func tokenPolicy(where, validation string) string {
	return `{"type":"TOKEN_AUTHENTICATION",` + where + `,"validationPolicy":` + validation + `}`
}

func remote(rest string) string {
	return `{"type":"REMOTE_JWKS","uri":"https://idp/jwk"` + rest + `}`
}

func TestValidateTokens(t *testing.T) {
	first, short := signers()["first"], signers()["short"]
	token := func(where, validation string) string {
		return withPolicies(`"authentication":` + tokenPolicy(where, validation))
	}
	static := func(keys ...string) string {
		return token(header, `{"type":"STATIC_KEYS","keys":[`+strings.Join(keys, ",")+`]}`)
	}
	more := func(rest string) string { return token(header, remote(`,"additionalValidationPolicy":{`+rest+`}`)) }
	older := func(rest string) string {
		return withPolicies(`"authentication":{"type":"JWT_AUTHENTICATION",` + header + `,` + rest + `}`)
	}
	list := func(n int) string { return `["a"` + strings.Repeat(`,"a"`, n-1) + `]` }
	claims := func(n int) string { return `[{"key":"a"}` + strings.Repeat(`,{"key":"a"}`, n-1) + `]` }
	keys := `{"type":"REMOTE_JWKS","uri":"https://idp/jwk"}`
	var eleven []string
	for i := range 11 {
		eleven = append(eleven, strings.Replace(first.static(t, "PEM"), `"first"`, fmt.Sprintf(`"k%d"`, i), 1))
	}

	for _, tt := range []struct{ name, spec, fault string }{
		{"remote", token(header, remote("")), ""},
		{"remote for a day", token(header, remote(`,"maxCacheDurationInHours":24,"isSslVerifyDisabled":true`)), ""},
		{"in the query", token(`"tokenQueryParam":"t","maxClockSkewInSeconds":120`, remote("")), ""},
		{"static", static(first.static(t, "JSON_WEB_KEY"), signers()["second"].static(t, "PEM")), ""},
		{"ten keys", static(eleven[:10]...), ""},
		{"all limits", more(`"issuers":` + list(5) + `,"audiences":` + list(5) + `,"verifyClaims":` + claims(10)), ""},
		{"failure policy", token(header+`,"validationFailurePolicy":{"type":"MODIFY_RESPONSE","responseCode":"403"}`, remote("")), ""},
		{"older", older(`"issuers":["i"],"audiences":["a"],"publicKeys":` + keys), ""},
		{"older with static keys", older(`"issuers":["i"],"audiences":["a"],"publicKeys":{"type":"STATIC_KEYS","keys":[` + first.static(t, "PEM") + `]}`), ""},

		{"no location", token(`"tokenAuthScheme":"Bearer"`, remote("")), "exactly one of tokenHeader and tokenQueryParam"},
		{"two locations", token(header+`,"tokenQueryParam":"t"`, remote("")), "exactly one of tokenHeader and tokenQueryParam"},
		{"no scheme", token(`"tokenHeader":"Authorization"`, remote("")), "tokenAuthScheme: it is required"},
		{"scheme of two words", token(`"tokenHeader":"Authorization","tokenAuthScheme":"Bearer x"`, remote("")), "tokenAuthScheme"},
		{"header with a space", token(`"tokenHeader":"a b","tokenAuthScheme":"Bearer"`, remote("")), "tokenHeader"},
		{"skew", token(header+`,"maxClockSkewInSeconds":120.5`, remote("")), "maxClockSkewInSeconds: it must be 0 to 120"},
		{"negative skew", token(header+`,"maxClockSkewInSeconds":-1`, remote("")), "maxClockSkewInSeconds"},
		{"no validation", withPolicies(`"authentication":{"type":"TOKEN_AUTHENTICATION",` + header + `}`), "validationPolicy: it is required"},
		{"unknown validation", token(header, `{"type":"TRUST"}`), "validationPolicy.type"},
		{"no address", token(header, `{"type":"REMOTE_JWKS"}`), "uri: it is required"},
		{"no web address", token(header, `{"type":"REMOTE_JWKS","uri":"file:///etc/passwd"}`), "no http or https URL"},
		{"kept for no time", token(header, remote(`,"maxCacheDurationInHours":0`)), "maxCacheDurationInHours: it must be 1 to 24"},
		{"kept for too long", token(header, remote(`,"maxCacheDurationInHours":25`)), "maxCacheDurationInHours"},
		{"no keys", static(), "keys: at least one"},
		{"too many keys", static(eleven...), "there are 11 and there may be 10"},
		{"the same kid", static(first.static(t, "PEM"), first.static(t, "JSON_WEB_KEY")), "keys[1].kid: another key has the same"},
		{"no kid", static(strings.Replace(first.static(t, "PEM"), `"first"`, `""`, 1)), "keys[0].kid: it is required"},
		{"short key", static(short.static(t, "PEM")), "it has 1024 bits"},
		{"no PEM", static(`{"format":"PEM","kid":"k","key":"AAAA"}`), "BEGIN PUBLIC KEY"},
		{"PEM without a key", static(`{"format":"PEM","kid":"k"}`), "BEGIN PUBLIC KEY"},
		{"no RSA", static(`{"format":"JSON_WEB_KEY","kid":"k","kty":"EC","n":"x","e":"AQAB"}`), "no JSON Web Key"},
		{"symmetric", static(`{"format":"JSON_WEB_KEY","kid":"k","kty":"RSA","alg":"HS256","n":` + strings.Split(first.static(t, "JWK"), `"n":`)[1]), "alg is none of"},
		{"format", static(`{"format":"DER","kid":"k"}`), "format"},
		{"six issuers", more(`"issuers":` + list(6)), "issuers: there are 6 and there may be 5"},
		{"six audiences", more(`"audiences":` + list(6)), "audiences: there are 6"},
		{"empty issuer", more(`"issuers":[""]`), "none may be empty"},
		{"eleven claims", more(`"verifyClaims":` + claims(11)), "verifyClaims: there are 11 and there may be 10"},
		{"claim without a name", more(`"verifyClaims":[{"values":["a"]}]`), "verifyClaims[0].key"},
		{"older without issuers", older(`"audiences":["a"],"publicKeys":` + keys), "issuers: at least one"},
		{"older without audiences", older(`"issuers":["i"],"publicKeys":` + keys), "audiences: at least one"},
		{"older without keys", older(`"issuers":["i"],"audiences":["a"]`), "publicKeys: it is required"},
	} {
		t.Run(tt.name, func(t *testing.T) { wantFault(t, tt.spec, tt.fault) })
	}
}

// anyOf is a server's key with a value.
func anyOf(name string, rest string) string {
	return `{"type":"ANY_OF","name":"` + name + `"` + rest + `}`
}

func dynamic(selector string, servers ...string) string {
	return withPolicies(`"dynamicAuthentication":{"selectionSource":{"type":"SINGLE","selector":"` + selector + `"},"authenticationServers":[` + strings.Join(servers, ",") + `]}`)
}

func withKey(key, detail string) string {
	return `{"key":` + key + `,"authenticationServerDetail":` + detail + `}`
}

const authorizerFunction = `{"type":"CUSTOM_AUTHENTICATION","functionId":"auth","parameters":{"secret":"request.headers[X-Secret]"}}`

func TestValidateDynamicAuthentication(t *testing.T) {
	const path = "request.path[api]"
	a := withKey(anyOf("a", `,"values":["a"]`), authorizerFunction)
	wildcard := func(expression string) string {
		return dynamic(path, withKey(`{"type":"WILDCARD","name":"w","expression":"`+expression+`"}`, authorizerFunction))
	}
	open := strings.Replace(authorizerFunction, `{`, `{"isAnonymousAccessAllowed":true,`, 1)
	anonymous := func(spec string) string {
		return strings.Replace(spec, `{"path":"/a",`, `{"path":"/a","requestPolicies":{"authorization":{"type":"ANONYMOUS"}},`, 1)
	}
	for _, tt := range []struct{ name, spec, fault string }{
		{"path", dynamic(path, a), ""},
		{"host", dynamic("request.host", a), ""},
		{"header", dynamic("request.headers[X-Kind]", a), ""},
		{"query", dynamic("request.query[kind]", a), ""},
		{"claim", dynamic("request.auth[iss]", a), ""},
		{"subdomain", dynamic("request.subdomain[example.com]", a), ""},
		{"default without values", dynamic(path, a, withKey(anyOf("rest", `,"isDefault":true`), authorizerFunction)), ""},
		{"wildcard at the end", wildcard("a*"), ""},
		{"wildcard at the start", wildcard("+a"), ""},
		{"all are open", anonymous(dynamic(path, withKey(anyOf("a", `,"values":["a"]`), open))), ""},

		{"word", dynamic("random", a), "Invalid Dynamic Authentication Selector"},
		{"malformed", dynamic("request.header[]]", a), "Invalid Dynamic Authentication Selector"},
		{"two variables", dynamic("request.path[path1]*request.path[path2]", a), "Invalid Dynamic Authentication Selector"},
		{"body", dynamic("request.body", a), "Invalid Dynamic Authentication Selector"},
		{"no such path parameter", dynamic("request.path[app]", a), "no route's path has the parameter app"},
		{"no selector", dynamic("", a), "selector: it is required"},
		{"no source", withPolicies(`"dynamicAuthentication":{"authenticationServers":[` + a + `]}`), "selectionSource: it is required"},
		{"no servers", dynamic(path), "at least one"},
		{"no key", dynamic(path, `{"authenticationServerDetail":`+authorizerFunction+`}`), "authenticationServers[0].key: it is required"},
		{"no detail", dynamic(path, `{"key":`+anyOf("a", `,"values":["a"]`)+`}`), "authenticationServerDetail: it is required"},
		{"no name", dynamic(path, withKey(`{"type":"ANY_OF","values":["a"]}`, authorizerFunction)), "key.name: it is required"},
		{"a name twice", dynamic(path, a, a), "another server's key"},
		{"no values", dynamic(path, withKey(anyOf("a", ""), authorizerFunction)), "values: at least one"},
		{"type", dynamic(path, withKey(`{"type":"REGEX","name":"r"}`, authorizerFunction)), "key.type"},
		{"no expression", dynamic(path, withKey(`{"type":"WILDCARD","name":"w"}`, authorizerFunction)), "expression: it is required"},
		{"no wildcard", wildcard("a"), "exactly one wildcard"},
		{"two wildcards", wildcard("*a*"), "exactly one wildcard"},
		{"wildcard inside", wildcard("a*b"), "exactly one wildcard"},
		{"two defaults", dynamic(path, withKey(anyOf("a", `,"isDefault":true`), authorizerFunction), withKey(anyOf("b", `,"isDefault":true`), authorizerFunction)), "at most one"},
		{"a server's own fault", dynamic(path, withKey(anyOf("a", `,"values":["a"]`), `{"type":"CUSTOM_AUTHENTICATION","tokenHeader":"A"}`)),
			"authenticationServers[0].authenticationServerDetail.functionId"},
		{"one is not open", anonymous(dynamic(path, a, withKey(anyOf("b", `,"values":["b"]`), open))), "isAnonymousAccessAllowed"},
		{"two policies", strings.Replace(dynamic(path, a), `"dynamicAuthentication"`, `"authentication":`+authorizerFunction+`,"dynamicAuthentication"`, 1), "exclude each other"},
	} {
		t.Run(tt.name, func(t *testing.T) { wantFault(t, tt.spec, tt.fault) })
	}
}

func wantFault(t *testing.T, spec, fault string) {
	t.Helper()
	err := Validate(specification(t, spec))
	switch {
	case fault == "" && err != nil:
		t.Errorf("refused: %v", err)
	case fault != "" && (err == nil || !strings.Contains(err.Error(), fault) || !strings.HasPrefix(err.Error(), "specification.")):
		t.Errorf("error %v, want %q", err, fault)
	case errors.Is(err, ErrNotSimulated):
		t.Errorf("%v: want a fault of the specification", err)
	}
}

// What OCI would take is told from what it would not.
func TestWhatIsNotSimulated(t *testing.T) {
	discovery := tokenPolicy(header, `{"type":"REMOTE_DISCOVERY","sourceUriDetails":{"type":"VALIDATION_BLOCK"}}`)
	login := tokenPolicy(header+`,"validationFailurePolicy":{"type":"OAUTH2"}`, remote(""))
	for name, spec := range map[string]string{
		"discovery":           withPolicies(`"authentication":` + discovery),
		"discovery by choice": dynamic("request.path[api]", withKey(anyOf("a", `,"values":["a"]`), discovery)),
		"login":               withPolicies(`"authentication":` + login),
		"mutual TLS":          withPolicies(`"mutualTls":{"isVerifiedCertificateRequired":true}`),
		"usage plans":         withPolicies(`"usagePlans":{"tokenLocations":["request.headers[t]"]}`),
	} {
		if err := Validate(specification(t, spec)); !errors.Is(err, ErrNotSimulated) {
			t.Errorf("%s: error %v, want that it is not simulated", name, err)
		}
		broken := strings.Replace(spec, `"path":"/a"`, `"path":"a"`, 1)
		if err := Validate(specification(t, broken)); err == nil || errors.Is(err, ErrNotSimulated) {
			t.Errorf("%s with a fault: error %v, want the fault", name, err)
		}
	}
}
