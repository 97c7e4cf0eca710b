package gateway

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/cloud/runner"
)

// guarded is a deployment behind an authorizer, with a route for each kind of
// authorization.
func guarded(policy string) string {
	route := func(path, authorization string) string {
		return fmt.Sprintf(`{"path":%q,"requestPolicies":{%s},"backend":%s}`, path, authorization, stock)
	}
	return `{"requestPolicies":{"authentication":{"type":"CUSTOM_AUTHENTICATION","functionId":"auth",` + policy + `}},"routes":[` +
		strings.Join([]string{
			route("/any", ``),
			route("/only", `"authorization":{"type":"AUTHENTICATION_ONLY"}`),
			route("/scoped", `"authorization":{"type":"ANY_OF","allowedScope":["read","Write"]}`),
			route("/open", `"authorization":{"type":"ANONYMOUS"}`),
		}, ",") + `]}`
}

const (
	multi  = `"isAnonymousAccessAllowed":true,"parameters":{"secret":"request.headers[X-Secret]","q":"request.query[q]","address":"request.headers[X-Real-IP]"}`
	single = `"isAnonymousAccessAllowed":true,"tokenHeader":"Authorization"`
)

func TestWhatAnAuthorizerIsTold(t *testing.T) {
	for _, tt := range []struct {
		name, policy, target string
		headers              []string
		want                 string
	}{
		{"multi", multi, "/v1/any?q=a%20b", []string{"X-Secret", "s"}, `{"type":"USER_DEFINED","data":{"q":"a%20b","secret":"s"}}`},
		{"nothing there", multi, "/v1/any", nil, `{"type":"USER_DEFINED","data":{}}`},
		{"several values", multi, "/v1/any?q=1&q=2", []string{"X-Secret", "a", "X-Secret", "b"}, `{"type":"USER_DEFINED","data":{"q":["1","2"],"secret":["a","b"]}}`},
		{"the client's own X-Real-IP", multi, "/v1/any", []string{"X-Real-IP", "10.0.0.1"}, `{"type":"USER_DEFINED","data":{"address":"10.0.0.1"}}`},
		{"single", single, "/v1/any", []string{"Authorization", "Bearer x"}, `{"type":"TOKEN","token":"Bearer x"}`},
		{"single by query", `"isAnonymousAccessAllowed":true,"tokenQueryParam":"t"`, "/v1/any?t=1", nil, `{"type":"TOKEN","token":"1"}`},
		{"host", `"isAnonymousAccessAllowed":true,"parameters":{"h":"request.host","i":"request.headers[Host]"}`, "/v1/any", nil,
			`{"type":"USER_DEFINED","data":{"h":"api.example.com","i":"api.example.com"}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, guarded(tt.policy))
			b.functions.run["auth"] = says(`{"active":true}`)
			wantStatus(t, b.get(tt.target, tt.headers...), 200)
			sent := b.functions.last(t)
			var got, want any
			json.Unmarshal(sent.Body, &got)
			json.Unmarshal([]byte(tt.want), &want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
			if sent.Header.Get("Fn-Intent") != "" || sent.Header.Get("Oci-Subject-Id") != "gw" || sent.Header.Get("Content-Type") != "application/json" {
				t.Errorf("header %v", sent.Header)
			}
		})
	}
}

// HTTP/1.0 lets a client name no host.
func TestAHostThatIsNotNamedIsNoArgument(t *testing.T) {
	b := newBench(t, guarded(`"isAnonymousAccessAllowed":true,"parameters":{"h":"request.host","i":"request.headers[Host]"}`))
	b.functions.run["auth"] = says(`{"active":true}`)
	r := request("GET", "/v1/any", "")
	r.Host = ""
	wantStatus(t, b.send(r), 200)
	if got := string(b.functions.last(t).Body); got != `{"data":{},"type":"USER_DEFINED"}` {
		t.Errorf("authorizer got %s", got)
	}
}

func TestAuthorizersMaySeeTheBody(t *testing.T) {
	b := newBench(t, `{"requestPolicies":{"authentication":{"type":"CUSTOM_AUTHENTICATION","functionId":"auth","parameters":{"b":"request.body"}}},
		"routes":[{"path":"/f","backend":{"type":"ORACLE_FUNCTIONS_BACKEND","functionId":"f"}}]}`)
	b.functions.run["auth"] = says(`{"active":true}`)
	b.functions.run["f"] = says(`{}`)
	wantStatus(t, b.send(request("POST", "/v1/f", "hello")), 200)
	if got := string(b.functions.calls[0].Body); got != `{"data":{"b":"hello"},"type":"USER_DEFINED"}` {
		t.Errorf("authorizer got %s", got)
	}
	if got := string(b.functions.last(t).Body); got != "hello" {
		t.Errorf("the backend got %q", got)
	}
	wantStatus(t, b.send(request("POST", "/v1/f", "other")), 200)
	if n := b.functions.count("auth"); n != 1 {
		t.Errorf("asked %d times: the body must not be in the default cache key", n)
	}
}

func TestOutcomes(t *testing.T) {
	unauthorized := `{"code":401,"message":"Unauthorized"}`
	for _, tt := range []struct {
		name      string
		answer    func(runner.Call) (*runner.Answer, error)
		path      string
		status    int
		body      string
		challenge string
		code      string
	}{
		{"active", says(`{"active":true}`), "/any", 200, "stock", "", ""},
		{"active, authentication only", says(`{"active":true,"scope":["x"]}`), "/only", 200, "stock", "", ""},
		{"inactive", says(`{"active":false,"wwwAuthenticate":"Bearer realm=\"x\""}`), "/any", 401, unauthorized, `Bearer realm="x"`, codeAuthUnauthenticated},
		{"active missing", says(`{}`), "/any", 401, unauthorized, "", codeAuthUnauthenticated},
		{"scope as a list", says(`{"active":true,"scope":["list","read"]}`), "/scoped", 200, "stock", "", ""},
		{"scope as words", says(`{"active":true,"scope":"list Write"}`), "/scoped", 200, "stock", "", ""},
		{"scope in another case", says(`{"active":true,"scope":"WRITE"}`), "/scoped", 403, "", "", codeUnauthorized},
		{"scope missing", says(`{"active":true}`), "/scoped", 403, "", "", codeUnauthorized},
		{"not JSON", says(`hello`), "/any", 502, "", "", codeAuthUnexpected},
		{"null", says(`null`), "/any", 502, "", "", codeAuthUnexpected},
		{"active is a word", says(`{"active":"true"}`), "/any", 502, "", "", codeAuthUnexpected},
		{"scope is a number", says(`{"active":true,"scope":7}`), "/any", 502, "", "", codeAuthUnexpected},
		{"crash", fails(502), "/any", 502, "", "", codeAuthFailed},
		{"timeout", fails(504), "/any", 502, `{"code":502,"message":"Bad Gateway"}`, "", codeAuthFailed},
		{"throttled", fails(429), "/any", 502, "", "", codeAuthFailed},
		{"not permitted", nil, "/any", 500, "", "", codeAuthFailed},
		{"anyone", fails(502), "/open", 200, "stock", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, guarded(multi))
			b.functions.run["auth"] = tt.answer
			w := b.get("/v1" + tt.path)
			wantStatus(t, w, tt.status)
			if tt.body != "" && w.Body.String() != tt.body {
				t.Errorf("body %s, want %s", w.Body, tt.body)
			}
			if got := w.Header().Get("WWW-Authenticate"); got != tt.challenge {
				t.Errorf("challenge %q, want %q", got, tt.challenge)
			}
			if tt.code != "" && !b.journal.has(tt.code) {
				t.Errorf("log %+v lacks %s", b.journal.execution, tt.code)
			}
		})
	}
}

func TestAMissingTokenCostsNoCall(t *testing.T) {
	b := newBench(t, guarded(single))
	b.functions.run["auth"] = says(`{"active":true}`)
	wantStatus(t, b.get("/v1/any"), 401)
	if n := b.functions.count("auth"); n != 0 {
		t.Errorf("asked %d times", n)
	}
}

func TestFailurePolicy(t *testing.T) {
	const policy = multi + `,"validationFailurePolicy":{"type":"MODIFY_RESPONSE","responseCode":%q,"responseMessage":%q,
		"responseHeaderTransformations":{"setHeaders":{"items":[{"name":"X-Why","values":["${request.auth[why]}"]},{"name":"Retry-After","values":["1"]}]}}}`
	const denial = `{"active":false,"wwwAuthenticate":"Bearer","context":{"code":"418","why":"no secret","n":7}}`
	for _, tt := range []struct {
		name, code, message string
		answer              func(runner.Call) (*runner.Answer, error)
		status              int
		body, why           string
	}{
		{"literal", "403", "go away", says(denial), 403, `{"code":403,"message":"go away"}`, "no secret"},
		{"variables", "request.auth[code]", "${request.auth[why]}, ${request.auth[n]}, ${request.auth[none]}.", says(denial), 418, `{"code":418,"message":"no secret, 7, ."}`, "no secret"},
		{"not a status", "request.auth[none]", "x", says(denial), 401, `{"code":401,"message":"x"}`, "no secret"},
		{"never the body", "403", "${request.body}", says(denial), 403, `{"code":403,"message":"Forbidden"}`, "no secret"},
		{"not for a crash", "403", "go away", fails(502), 502, `{"code":502,"message":"Bad Gateway"}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, guarded(fmt.Sprintf(policy, tt.code, tt.message)))
			b.functions.run["auth"] = tt.answer
			w := b.get("/v1/any")
			wantStatus(t, w, tt.status)
			if w.Body.String() != tt.body || w.Header().Get("X-Why") != tt.why || w.Header().Get("Retry-After") != "" {
				t.Errorf("body %s, header %v", w.Body, w.Header())
			}
		})
	}
}

func TestCaching(t *testing.T) {
	at := func(d time.Duration) string {
		return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC).Add(d).Format(time.RFC3339)
	}
	for _, tt := range []struct {
		name, answer string
		fresh, stale time.Duration // still cached, and no longer
	}{
		{"no expiry", `{"active":true}`, 59 * time.Second, time.Minute},
		{"invalid expiry", `{"active":true,"expiresAt":"tomorrow"}`, 59 * time.Second, time.Minute},
		{"past", `{"active":true,"expiresAt":"` + at(-time.Hour) + `"}`, 59 * time.Second, time.Minute},
		{"ten minutes", `{"active":true,"expiresAt":"` + at(10*time.Minute) + `"}`, 599 * time.Second, 10 * time.Minute},
		{"a day", `{"active":true,"expiresAt":"` + at(24*time.Hour) + `"}`, 3599 * time.Second, time.Hour},
		{"denial", `{"active":false}`, 59 * time.Second, time.Minute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, guarded(multi))
			b.functions.run["auth"] = says(tt.answer)
			asked := func(after time.Duration) int {
				b.clock.Pass(after)
				b.get("/v1/any", "X-Secret", "s")
				return b.functions.count("auth")
			}
			if asked(0) != 1 || asked(tt.fresh) != 1 || asked(tt.stale-tt.fresh) != 2 {
				t.Errorf("asked %d times in all", b.functions.count("auth"))
			}
		})
	}
}

func TestCacheKeys(t *testing.T) {
	for _, tt := range []struct {
		name, policy string
		second       []string // header of a second request, the first has secret s
		asked        int
	}{
		{"same arguments", multi, []string{"X-Secret", "s"}, 1},
		{"another argument", multi, []string{"X-Secret", "t"}, 2},
		{"a header that is no argument", multi, []string{"X-Secret", "s", "X-Other", "1"}, 1},
		{"an argument outside the key", multi + `,"cacheKey":["q"]`, []string{"X-Secret", "t"}, 1},
		{"an argument in the key", multi + `,"cacheKey":["secret"]`, []string{"X-Secret", "t"}, 2},
		{"token", single, []string{"Authorization", "b"}, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, guarded(tt.policy))
			b.functions.run["auth"] = says(`{"active":true}`)
			b.get("/v1/any", "X-Secret", "s", "Authorization", "a")
			b.get("/v1/any", tt.second...)
			if n := b.functions.count("auth"); n != tt.asked {
				t.Errorf("asked %d times, want %d", n, tt.asked)
			}
		})
	}
}

func TestFailuresAreNotCached(t *testing.T) {
	b := newBench(t, guarded(multi))
	b.functions.run["auth"] = fails(502)
	b.get("/v1/any")
	b.functions.run["auth"] = says(`{"active":true}`)
	wantStatus(t, b.get("/v1/any"), 200)
}

func TestConcurrentCallersShareACall(t *testing.T) {
	b := newBench(t, guarded(multi))
	entered, let := make(chan struct{}, 100), make(chan struct{})
	b.functions.run["auth"] = func(c runner.Call) (*runner.Answer, error) {
		entered <- struct{}{}
		<-let
		return says(`{"active":true}`)(c)
	}
	var wg sync.WaitGroup
	send := func(secret string) {
		wg.Go(func() { wantStatus(t, b.get("/v1/any", "X-Secret", secret), http.StatusOK) })
	}
	send("a")
	<-entered
	for range 20 {
		send("a")
	}
	send("b")
	<-entered // the other arguments do not wait for the first
	close(let)
	wg.Wait()
	if n := b.functions.count("auth"); n != 2 {
		t.Errorf("asked %d times, want once for each argument", n)
	}
}
