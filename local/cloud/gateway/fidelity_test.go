package gateway

import (
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
)

// observe is what a client and the functions see of one request, as one string.
type observe func(t *testing.T, b *bench) string

func status(r func() *http.Request) observe {
	return func(_ *testing.T, b *bench) string { return http.StatusText(b.send(r()).Code) }
}

func get(target string, headers ...string) func() *http.Request {
	return func() *http.Request { return request("GET", target, "", headers...) }
}

// Each switch changes what is seen, from what its default says to what its
// other value says.
func TestEverySwitchIsObeyed(t *testing.T) {
	const failure = multi + `,"validationFailurePolicy":{"type":"MODIFY_RESPONSE","responseCode":"418","responseMessage":"no"}`
	auth := func(answer func(runner.Call) (*runner.Answer, error), o observe) observe {
		return func(t *testing.T, b *bench) string {
			b.functions.run["auth"], b.functions.run["f"] = answer, answer
			return o(t, b)
		}
	}
	anyone := status(get("/v1/any", "X-Secret", "s"))
	body := func(target string) observe {
		return func(_ *testing.T, b *bench) string { return b.get(target).Body.String() }
	}
	twice := func(o observe) observe {
		return func(t *testing.T, b *bench) string { o(t, b); return o(t, b) }
	}
	told := func(t *testing.T, b *bench) string { b.get("/v1/any"); return string(b.functions.last(t).Body) }
	cors := `{"requestPolicies":{"cors":{"allowedOrigins":["*"],"isAllowCredentialsEnabled":true}},"routes":[{"path":"/a","methods":["GET"],"backend":` + stock + `}]}`
	preflight := get("/v1/a", "Origin", "https://a", "Access-Control-Request-Method", "GET")
	options := func() *http.Request { r := preflight(); r.Method = http.MethodOptions; return r }
	validated := `{"routes":[{"path":"/a","requestPolicies":{"headerValidations":{"headers":[{"name":"X","required":true}]}},"backend":` + stock + `},
		{"path":"/b","requestPolicies":{"bodyValidation":{"content":{"text/plain":{"validationType":"NONE"}}}},"backend":` + stock + `}]}`
	p := newIDP(t)
	moved := httptest.NewServer(http.RedirectHandler(p.URL, http.StatusFound))
	defer moved.Close()
	checked := tokens(tokenPolicy(header, p.jwks("")))
	issued := func(change map[string]any) []string { return bearer(signers()["first"].sign(t, claims(change))) }
	listed := tokens(tokenPolicy(header, p.jwks(`,"additionalValidationPolicy":{"verifyClaims":[{"key":"groups","values":["a"]}]}`)))
	fetches := func(o observe) observe {
		return func(t *testing.T, b *bench) string {
			before := p.count()
			o(t, b)
			return strings.Repeat("fetched ", p.count()-before)
		}
	}
	both := strings.Replace(guarded(multi), `"requestPolicies":{`, `"requestPolicies":{"rateLimiting":{"rateKey":"TOTAL","rateInRequestsPerSecond":1},`, 1)

	seen := map[string]bool{}
	for _, tt := range []struct {
		name, value   string
		spec          string
		see           observe
		before, after string
	}{
		{"AuthorizerSeesGatewayAddress", "true", guarded(multi), auth(says(`{"active":true}`), told),
			`{"data":{},"type":"USER_DEFINED"}`, `{"data":{"address":"192.0.2.1"},"type":"USER_DEFINED"}`},
		{"AuthorizerGetsHTTPIntent", "true", guarded(multi), auth(says(`{"active":true}`), func(t *testing.T, b *bench) string {
			b.get("/v1/any")
			return b.functions.last(t).Header.Get("Fn-Intent")
		}), "", "httprequest"},
		{"AuthorizerErrorStatus", "403", guarded(multi), auth(fails(429), anyone), "Bad Gateway", "Forbidden"},
		{"AuthorizerUnparsableStatus", "500", guarded(multi), auth(says("x"), anyone), "Bad Gateway", "Internal Server Error"},
		{"AuthorizerUnauthorizedStatus", "502", guarded(multi), anyone, "Internal Server Error", "Bad Gateway"},
		{"AuthorizerDenialsCached", "false", guarded(multi), auth(says(`{}`), func(t *testing.T, b *bench) string {
			b.get("/v1/any")
			b.get("/v1/any")
			return strings.Repeat("called ", b.functions.count("auth"))
		}), "called ", "called called "},
		{"MissingTokenSkipsAuthorizer", "false", guarded(single), auth(says(`{"active":true}`), anyone), "Unauthorized", "OK"},
		{"FailurePolicyCoversErrors", "true", guarded(failure), auth(fails(502), anyone), "Bad Gateway", "I'm a teapot"},
		{"FailureMessageIsBody", "true", guarded(failure), auth(says(`{}`), body("/v1/any")), `{"code":418,"message":"no"}`, "no"},
		{"ScopeMismatchStatus", "401", guarded(multi), auth(says(`{"active":true}`), status(get("/v1/scoped"))), "Forbidden", "Unauthorized"},

		{"RateLimitStatus", "503", limited("TOTAL", "1"), twice(status(get("/v1/a"))), "Too Many Requests", "Service Unavailable"},
		{"RateLimitRetryAfter", "false", limited("TOTAL", "1"), twice(func(_ *testing.T, b *bench) string {
			return b.get("/v1/a").Header().Get("Retry-After")
		}), "1", ""},
		{"RateLimitBurst", "2", limited("TOTAL", "1"), twice(status(get("/v1/a"))), "Too Many Requests", "OK"},
		{"RateLimitBeforeAuthentication", "false", both, auth(says(`{}`), twice(anyone)), "Too Many Requests", "Unauthorized"},
		{"PreflightStatus", "204", cors, status(options), "OK", "No Content"},
		{"PreflightNeedsRoute", "true", cors, status(options), "OK", "Method Not Allowed"},
		{"CredentialsEchoOrigin", "false", cors, func(_ *testing.T, b *bench) string {
			return b.send(options()).Header().Get("Access-Control-Allow-Origin")
		}, "https://a", "*"},
		{"ValidationStatus", "422", validated, status(get("/v1/a")), "Bad Request", "Unprocessable Entity"},
		{"UnsupportedMediaStatus", "400", validated, status(func() *http.Request {
			return request("POST", "/v1/b", "x", "Content-Type", "image/png")
		}), "Unsupported Media Type", "Bad Request"},
		{"WrongMethodStatus", "404", stocks("GET /a"), status(func() *http.Request { return request("POST", "/v1/a", "") }), "Method Not Allowed", "Not Found"},
		{"MostSpecificRouteFirst", "false", stocks("GET /{x}", "GET /a"), body("/v1/a"), "1", "0"},
		{"OversizedHeaderStatus", "400", stocks("GET /a"), status(get("/v1/a", "X", strings.Repeat("x", maxHead))), "Request Header Fields Too Large", "Bad Request"},
		{"OversizedURIStatus", "400", stocks("GET /a"), status(get("/v1/a?" + strings.Repeat("x", maxHead))), "Request URI Too Long", "Bad Request"},
		{"ClientFunctionHeadersDropped", "false", to(""), auth(says(`{}`), func(t *testing.T, b *bench) string {
			b.get("/v1/f/1", "Fn-X", "client")
			return b.functions.last(t).Header.Get("Fn-Http-H-Fn-X")
		}), "", "client"},
		{"FunctionPathDecoded", "true", to(""), auth(says(`{}`), func(t *testing.T, b *bench) string {
			b.get("/v1/f/%74icket")
			return b.functions.last(t).Header.Get("Fn-Http-Request-Url")
		}), "/v1/f/%74icket", "/v1/f/ticket"},
		{"BackendUnauthorizedStatus", "404", to(""), status(get("/v1/f/1")), "Internal Server Error", "Not Found"},
		{"BackendThrottledStatus", "503", to(""), auth(fails(429), status(get("/v1/f/1"))), "Too Many Requests", "Service Unavailable"},
		{"BackendUnavailableStatus", "500", to(""), auth(fails(503), status(get("/v1/f/1"))), "Service Unavailable", "Internal Server Error"},

		{"TokenSchemeIgnoresCase", "false", checked, status(get("/v1/a", "Authorization", "bearer "+good(t))), "OK", "Unauthorized"},
		{"SeveralTokensRefused", "false", checked, status(get("/v1/a", append(issued(nil), issued(nil)...)...)), "Unauthorized", "OK"},
		{"TokenNeedsKeyID", "false", checked, status(get("/v1/a", bearer(
			signWith(t, jose.SigningKey{Algorithm: jose.RS256, Key: signers()["first"].private}, "", claims(nil)))...)), "Unauthorized", "OK"},
		{"TokenChallenge", "false", checked, func(_ *testing.T, b *bench) string { return b.get("/v1/a").Header().Get("WWW-Authenticate") },
			`Bearer realm="host"`, ""},
		{"ListClaimsMatch", "true", listed, status(get("/v1/a", issued(map[string]any{"groups": []string{"b", "a"}})...)), "Unauthorized", "OK"},
		{"KeysTimeout", "0s", checked, status(get("/v1/a", issued(nil)...)), "OK", "Internal Server Error"},
		{"KeysKeptFor", "0s", checked, fetches(twice(status(get("/v1/a", issued(nil)...)))), "fetched ", "fetched fetched "},
		{"KeysRedirectsFollowed", "true", tokens(tokenPolicy(header, `{"type":"REMOTE_JWKS","uri":"`+moved.URL+`"}`)),
			status(get("/v1/a", issued(nil)...)), "Internal Server Error", "OK"},
		{"UnknownKeyRefetch", "1m", checked, fetches(func(t *testing.T, b *bench) string {
			b.get("/v1/a", issued(nil)...)
			b.clock.Pass(time.Minute)
			b.get("/v1/a", bearer(signers()["second"].sign(t, claims(nil)))...)
			return ""
		}), "fetched ", "fetched fetched "},
		{"SelectorReadsUnverifiedClaims", "false", dynamic("request.auth[sub]", withKey(anyOf("a", `,"values":["client"]`), tokenPolicy(header, p.jwks("")))),
			status(get("/v1/a", issued(nil)...)), "OK", "Unauthorized"},
	} {
		seen[tt.name] = true
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.see(t, newBench(t, tt.spec)); got != tt.before {
				t.Errorf("by default %q, want %q", got, tt.before)
			}
			b := newBench(t, tt.spec, func(o *Options) {
				if err := o.Fidelity.Set(tt.name, tt.value); err != nil {
					t.Fatal(err)
				}
			})
			if got := tt.see(t, b); got != tt.after {
				t.Errorf("with %s %q, want %q", tt.value, got, tt.after)
			}
		})
	}
	for _, group := range []any{fidelity.Gateway{}, fidelity.Tokens{}} {
		for i := range reflect.TypeOf(group).NumField() {
			if name := reflect.TypeOf(group).Field(i).Name; !seen[name] {
				t.Errorf("switch %s is not tested", name)
			}
		}
	}
}
