package gateway

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func limited(key string, rate string) string {
	return `{"requestPolicies":{"rateLimiting":{"rateKey":"` + key + `","rateInRequestsPerSecond":` + rate + `}},
		"routes":[{"path":"/a","backend":` + stock + `}]}`
}

func TestRateLimits(t *testing.T) {
	for _, tt := range []struct {
		name, key string
		from      []string
		status    []int
	}{
		{"one client", "CLIENT_IP", []string{"192.0.2.1:1", "192.0.2.1:2", "192.0.2.1:3"}, []int{200, 200, 429}},
		{"several clients", "CLIENT_IP", []string{"192.0.2.1:1", "192.0.2.1:1", "192.0.2.2:1", "192.0.2.1:1"}, []int{200, 200, 200, 429}},
		{"IPv4 in IPv6", "CLIENT_IP", []string{"192.0.2.1:1", "[::ffff:192.0.2.1]:1", "192.0.2.1:1"}, []int{200, 200, 429}},
		{"a network of IPv6", "CLIENT_IP", []string{"[2001:db8::1]:1", "[2001:db8::ffff:1]:1", "[2001:db8:0:0:1::]:1", "[2001:db8:0:1::1]:1"}, []int{200, 200, 429, 200}},
		{"in total", "TOTAL", []string{"192.0.2.1:1", "192.0.2.2:1", "192.0.2.3:1"}, []int{200, 200, 429}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, limited(tt.key, "2"))
			for i, from := range tt.from {
				r := request("GET", "/v1/a", "")
				r.RemoteAddr = from
				w := b.send(r)
				wantStatus(t, w, tt.status[i])
				if denied := w.Code == 429; denied != (w.Header().Get("Retry-After") == "1") {
					t.Errorf("status %d with Retry-After %q", w.Code, w.Header().Get("Retry-After"))
				}
			}
		})
	}
}

func TestARateRecovers(t *testing.T) {
	b := newBench(t, limited("TOTAL", "2"))
	for _, tt := range []struct {
		after  time.Duration
		status int
	}{{0, 200}, {0, 200}, {0, 429}, {0, 429}, {499 * time.Millisecond, 429}, {time.Millisecond, 200}, {0, 429}, {time.Hour, 200}, {0, 200}, {0, 429}} {
		b.clock.Pass(tt.after)
		wantStatus(t, b.get("/v1/a"), tt.status)
	}
	if !b.journal.has(codeRateDenied) || !b.journal.has(codeRatePermitted) {
		t.Errorf("log %+v", b.journal.execution)
	}
}

func TestLRUForgetsTheOldest(t *testing.T) {
	c := newLRU[int, string](2)
	c.put(1, "a")
	c.put(2, "b")
	c.get(1)
	c.put(3, "c")
	c.put(3, "d")
	for key, want := range map[int]string{1: "a", 2: "", 3: "d"} {
		if got, _ := c.get(key); got != want {
			t.Errorf("%d is %q, want %q", key, got, want)
		}
	}
	if len(c.items) != 2 || c.order.Len() != 2 {
		t.Errorf("%d items", len(c.items))
	}
}

func shared(policy string) string {
	return `{"requestPolicies":{"authentication":{"type":"CUSTOM_AUTHENTICATION","functionId":"auth","parameters":{"a":"request.headers[A]"}},
		"cors":` + policy + `},"routes":[
		{"path":"/a","methods":["POST"],"backend":{"type":"STOCK_RESPONSE_BACKEND","status":200,"headers":[{"name":"Access-Control-Allow-Origin","value":"backend"}]}},
		{"path":"/own","requestPolicies":{"cors":{"allowedOrigins":["https://own"]}},"backend":` + stock + `}]}`
}

func TestCORS(t *testing.T) {
	const full = `{"allowedOrigins":["https://a","null"],"allowedMethods":["POST","GET"],"allowedHeaders":["X-A"],"exposedHeaders":["X-B"],"isAllowCredentialsEnabled":true,"maxAgeInSeconds":60}`
	const star = `{"allowedOrigins":["*"],"allowedMethods":["*"],"maxAgeInSeconds":0}`
	for _, tt := range []struct {
		name, policy, method, path, origin string
		status                             int
		want                               map[string]string
	}{
		{"preflight", full, "OPTIONS", "/a", "https://a", 200, map[string]string{
			"Allow-Origin": "https://a", "Allow-Methods": "POST, GET", "Allow-Headers": "X-A", "Allow-Credentials": "true", "Max-Age": "60"}},
		{"preflight from null", full, "OPTIONS", "/a", "null", 200, map[string]string{
			"Allow-Origin": "null", "Allow-Methods": "POST, GET", "Allow-Headers": "X-A", "Allow-Credentials": "true", "Max-Age": "60"}},
		{"preflight from elsewhere", full, "OPTIONS", "/a", "https://b", 200, nil},
		{"preflight of any origin", star, "OPTIONS", "/a", "https://b", 200, map[string]string{"Allow-Origin": "*", "Allow-Methods": "*"}},
		{"preflight of a route's own", full, "OPTIONS", "/own", "https://own", 200, map[string]string{"Allow-Origin": "https://own"}},
		{"preflight of no route", full, "OPTIONS", "/none", "https://a", 404, nil},
		{"actual", full, "POST", "/a", "https://a", 200, map[string]string{
			"Allow-Origin": "https://a", "Allow-Credentials": "true", "Expose-Headers": "X-B"}},
		{"actual from elsewhere", full, "POST", "/a", "https://b", 200, nil},
		{"no origin", full, "POST", "/a", "", 200, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, shared(tt.policy))
			b.functions.run["auth"] = says(`{"active":true}`)
			r := request(tt.method, "/v1"+tt.path, "")
			if tt.origin != "" {
				r.Header.Set("Origin", tt.origin)
			}
			if tt.method == "OPTIONS" {
				r.Header.Set("Access-Control-Request-Method", "POST")
				b.functions.run["auth"] = fails(502) // a preflight is not authenticated
			}
			w := b.send(r)
			wantStatus(t, w, tt.status)
			got := map[string]string{}
			for name := range w.Header() {
				if short := len("Access-Control-"); len(name) > short && name[:short] == "Access-Control-" {
					got[name[short:]] = w.Header().Get(name)
				}
			}
			if tt.want == nil {
				tt.want = map[string]string{}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
		})
	}
}

// A browser must be able to read why it was refused.
func TestRefusalsCarryCORSHeaders(t *testing.T) {
	b := newBench(t, shared(`{"allowedOrigins":["https://a"]}`))
	b.functions.run["auth"] = says(`{"active":false}`)
	w := b.send(request("POST", "/v1/a", "", "Origin", "https://a"))
	wantStatus(t, w, 401)
	if got := w.Header().Get("Access-Control-Allow-Origin"); got != "https://a" {
		t.Errorf("Access-Control-Allow-Origin is %q", got)
	}
}

func TestValidation(t *testing.T) {
	spec := func(policy string) string {
		return `{"routes":[{"path":"/a","requestPolicies":{` + policy + `},"backend":` + stock + `}]}`
	}
	const (
		query = `"queryParameterValidations":{"parameters":[{"name":"need","required":true}]}`
		body  = `"bodyValidation":{"required":true,"content":{"application/json":{"validationType":"NONE"},"text/*":{"validationType":"NONE"}}}`
	)
	with := func(mode string) string {
		return `"headerValidations":{"headers":[{"name":"X-Need","required":true}],"validationMode":"` + mode + `"}`
	}
	header := spec(`"headerValidations":{"headers":[{"name":"X-Need","required":true},{"name":"X-May","required":false}]}`)
	for _, tt := range []struct {
		name, spec string
		request    *http.Request
		status     int
		code       string
	}{
		{"header there", header, request("POST", "/v1/a", "", "x-need", ""), 200, ""},
		{"header missing", header, request("POST", "/v1/a", ""), 400, codeHeaderValidation},
		{"header missing, permissive", spec(with("PERMISSIVE")), request("POST", "/v1/a", ""), 200, codeHeaderValidation},
		{"header missing, disabled", spec(with("DISABLED")), request("POST", "/v1/a", ""), 200, ""},
		{"header missing, enforcing", spec(with("ENFORCING")), request("POST", "/v1/a", ""), 400, codeHeaderValidation},
		{"query there", spec(query), request("POST", "/v1/a?NEED", ""), 200, ""},
		{"query missing", spec(query), request("POST", "/v1/a?needy=1", ""), 400, codeQueryValidation},
		{"body there", spec(body), request("POST", "/v1/a", "{}", "Content-Type", "Application/JSON; charset=utf-8"), 200, ""},
		{"body of a range", spec(body), request("POST", "/v1/a", "x", "Content-Type", "text/csv"), 200, ""},
		{"body missing", spec(body), request("POST", "/v1/a", "", "Content-Type", "application/json"), 400, codeBodyValidation},
		{"body of another type", spec(body), request("POST", "/v1/a", "x", "Content-Type", "image/png"), 415, codeBodyValidation},
		{"body without a type", spec(body), request("POST", "/v1/a", "x"), 415, codeBodyValidation},
		{"body of unknown length", spec(body), chunked("x", "text/plain"), 200, ""},
		{"no body of unknown length", spec(body), chunked("", "text/plain"), 400, codeBodyValidation},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, tt.spec)
			wantStatus(t, b.send(tt.request), tt.status)
			if tt.code != "" && !b.journal.has(tt.code) || tt.code == "" && len(b.journal.execution) != 0 {
				t.Errorf("log %+v, want %q", b.journal.execution, tt.code)
			}
		})
	}
}

func chunked(body, contentType string) *http.Request {
	r := request("POST", "/v1/a", body, "Content-Type", contentType)
	if body == "" {
		r.Body = http.NoBody
	}
	r.ContentLength = -1
	return r
}
