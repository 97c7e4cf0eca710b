package gateway

import (
	"fmt"
	"strings"
	"testing"
)

func TestValidate(t *testing.T) {
	route := func(rest string) string { return `{"routes":[{"path":"/a","backend":` + stock + rest + `}]}` }
	path := func(p string) string { return fmt.Sprintf(`{"routes":[{"path":%q,"backend":%s}]}`, p, stock) }
	policies := func(p string) string {
		return `{"requestPolicies":{` + p + `},"routes":[{"path":"/a","backend":` + stock + `}]}`
	}
	custom := func(rest string) string {
		return policies(`"authentication":{"type":"CUSTOM_AUTHENTICATION","functionId":"f"` + rest + `}`)
	}
	backend := func(b string) string { return `{"routes":[{"path":"/a","backend":` + b + `}]}` }
	eleven := `"parameters":{`
	for i := range 11 {
		eleven += fmt.Sprintf(`"p%d":"request.host",`, i)
	}
	eleven = strings.TrimSuffix(eleven, ",") + "}"
	many := strings.TrimSuffix(strings.Repeat(`{"name":"X-A","values":["1"]},`, 21), ",")

	for _, tt := range []struct{ name, spec, fault string }{
		{"stock", route(""), ""},
		{"function", backend(`{"type":"ORACLE_FUNCTIONS_BACKEND","functionId":"f"}`), ""},
		{"http", backend(`{"type":"HTTP_BACKEND","url":"https://b/${request.path[x]}","readTimeoutInSeconds":300}`), ""},
		{"paths", stocks("GET /", "GET /a/{b}/{c*}", "POST /a/{b}/{c*}", "GET /a$-_.+!*'(),%;:@&=/", "GET /{x}"), ""},
		{"multi-argument", custom(`,"parameters":{"a":"request.headers[X]","b":"request.body","c":"request.cert[client_base64]"},"cacheKey":["a"]`), ""},
		{"no mutual TLS", policies(`"mutualTls":{"isVerifiedCertificateRequired":false}`), ""},

		{"too many routes", stocks(strings.Split(strings.Repeat("GET /x,", 50)+"GET /y", ",")...), "specification.routes: there are 51"},
		{"path missing", `{"routes":[{"backend":` + stock + `}]}`, "routes[0].path: it is required"},
		{"path relative", path("a"), "must begin with a slash"},
		{"path with two slashes", path("/a//b"), "no two in a row"},
		{"path with a space", path("/a b"), "segment"},
		{"parameter within a segment", path("/a{b}"), "segment"},
		{"parameter with a dash", path("/{a-b}"), "segment"},
		{"wildcard in the middle", path("/{a*}/b"), "must come last"},
		{"parameter twice", path("/{a}/{a}"), "occurs twice"},
		{"path too long", path("/" + strings.Repeat("a", 2000)), "may have 2000"},
		{"route twice", stocks("GET /a", "GET /a"), "routes[1]: it has the path and a method of routes[0]"},
		{"route twice, named otherwise", stocks("GET /{a}", "ANY /{b}"), "routes[1]"},
		{"method", stocks("FETCH /a"), "routes[0].methods"},
		{"method in lower case", stocks("get /a"), "routes[0].methods"},
		{"backend missing", `{"routes":[{"path":"/a"}]}`, "routes[0].backend: it is required"},
		{"function missing", backend(`{"type":"ORACLE_FUNCTIONS_BACKEND"}`), "backend.functionId"},
		{"dynamic routing", backend(`{"type":"DYNAMIC_ROUTING_BACKEND"}`), "does not simulate"},
		{"logout", backend(`{"type":"OAUTH2_LOGOUT_BACKEND"}`), "does not simulate"},
		{"unknown backend", backend(`{"type":"CARRIER_PIGEON"}`), "none of the API's types"},
		{"stock status", backend(`{"type":"STOCK_RESPONSE_BACKEND","status":99}`), "backend.status"},
		{"stock body", backend(`{"type":"STOCK_RESPONSE_BACKEND","status":200,"body":"` + strings.Repeat("x", 4097) + `"}`), "4096"},
		{"stock header", backend(`{"type":"STOCK_RESPONSE_BACKEND","status":200,"headers":[{"name":"a b","value":"c"}]}`), "backend.headers"},
		{"http without a scheme", backend(`{"type":"HTTP_BACKEND","url":"b"}`), "backend.url"},
		{"http to a variable host", backend(`{"type":"HTTP_BACKEND","url":"http://${request.headers[h]}/"}`), "backend.url"},
		{"http timeout", backend(`{"type":"HTTP_BACKEND","url":"http://b","connectTimeoutInSeconds":76}`), "at most 75"},

		{"neither token nor parameters", custom(""), "exactly one of"},
		{"token and parameters", custom(`,"tokenHeader":"A","parameters":{"a":"request.host"}`), "exactly one of"},
		{"two tokens", custom(`,"tokenHeader":"A","tokenQueryParam":"b"`), "exactly one of"},
		{"eleven parameters", custom("," + eleven), "there are 11 and there may be 10"},
		{"parameter from the path", custom(`,"parameters":{"a":"request.path[x]"}`), "parameters[a]"},
		{"parameter of the singular", custom(`,"parameters":{"a":"request.header[x]"}`), "parameters[a]"},
		{"unknown cache key", custom(`,"parameters":{"a":"request.host"},"cacheKey":["b"]`), "cacheKey"},
		{"authorizer missing", policies(`"authentication":{"type":"CUSTOM_AUTHENTICATION","tokenHeader":"A"}`), "functionId"},
		{"unknown authentication", policies(`"authentication":{"type":"SECRET_HANDSHAKE"}`), "must be one of CUSTOM_AUTHENTICATION"},
		{"failure policy", custom(`,"tokenHeader":"A","validationFailurePolicy":{"type":"OAUTH2"}`), "MODIFY_RESPONSE"},
		{"rate of 0", policies(`"rateLimiting":{"rateKey":"TOTAL","rateInRequestsPerSecond":0}`), "at least 1"},
		{"rate key", policies(`"rateLimiting":{"rateKey":"total","rateInRequestsPerSecond":1}`), "rateKey"},
		{"no origins", policies(`"cors":{"allowedOrigins":[]}`), "cors.allowedOrigins"},
		{"origin with a path", policies(`"cors":{"allowedOrigins":["https://a/"]}`), "cors.allowedOrigins"},
		{"route's CORS", route(`,"requestPolicies":{"cors":{}}`), "routes[0].requestPolicies.cors.allowedOrigins"},
		{"mutual TLS", policies(`"mutualTls":{"isVerifiedCertificateRequired":true}`), "mutualTls"},
		{"usage plans", policies(`"usagePlans":{"tokenLocations":["request.headers[t]"]}`), "usagePlans"},
		{"anonymous not allowed", route(`,"requestPolicies":{"authorization":{"type":"ANONYMOUS"}}`), "isAnonymousAccessAllowed"},
		{"scopes without authentication", route(`,"requestPolicies":{"authorization":{"type":"ANY_OF","allowedScope":["a"]}}`), "authentication policy"},
		{"scopes missing", strings.Replace(custom(`,"tokenHeader":"A"`), `"path":"/a"`, `"path":"/a","requestPolicies":{"authorization":{"type":"ANY_OF"}}`, 1), "allowedScope"},
		{"media type", route(`,"requestPolicies":{"bodyValidation":{"content":{"json":{"validationType":"NONE"}}}}`), "bodyValidation.content"},
		{"mode", route(`,"requestPolicies":{"headerValidations":{"validationMode":"STRICT"}}`), "validationMode"},
		{"filter type", route(`,"requestPolicies":{"headerTransformations":{"filterHeaders":{"type":"DENY","items":[]}}}`), "filterHeaders.type"},
		{"too many set", route(`,"requestPolicies":{"headerTransformations":{"setHeaders":{"items":[` + many + `]}}}`), "there are 21"},
		{"set without values", route(`,"responsePolicies":{"headerTransformations":{"setHeaders":{"items":[{"name":"X"}]}}}`), "values"},
		{"if exists", route(`,"requestPolicies":{"queryParameterTransformations":{"setQueryParameters":{"items":[{"name":"X","values":["1"],"ifExists":"MERGE"}]}}}`), "ifExists"},
		{"rename to nothing", route(`,"requestPolicies":{"headerTransformations":{"renameHeaders":{"items":[{"from":"X"}]}}}`), "items.to"},
		{"log level", route(`,"loggingPolicies":{"executionLog":{"logLevel":"DEBUG"}}`), "logLevel"},
		{"caching", route(`,"requestPolicies":{"responseCacheLookup":{"type":"SIMPLE_LOOKUP_POLICY"}}`), "responseCacheLookup"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := Validate(specification(t, tt.spec))
			switch {
			case tt.fault == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tt.fault != "" && (err == nil || !strings.Contains(err.Error(), tt.fault) || !strings.HasPrefix(err.Error(), "specification.")):
				t.Errorf("error %v, want %q", err, tt.fault)
			}
		})
	}
}

func TestAllFaultsAreReportedTogether(t *testing.T) {
	err := Validate(specification(t, `{"requestPolicies":{"rateLimiting":{"rateKey":"x","rateInRequestsPerSecond":0}},"routes":[{"path":"a"}]}`))
	if err == nil || strings.Count(err.Error(), "specification.") != 4 {
		t.Errorf("error %v, want four faults", err)
	}
}

func TestValidatePathPrefix(t *testing.T) {
	for prefix, valid := range map[string]bool{
		"/": true, "/webhooks": true, "/a/b": true, "/a/": true, "": false, "a": false, "/a//b": false, "/a b": false, "/{a}": false,
		"/" + strings.Repeat("a", 255): false,
	} {
		if err := ValidatePathPrefix(prefix); (err == nil) != valid {
			t.Errorf("%q: %v", prefix, err)
		}
	}
}
