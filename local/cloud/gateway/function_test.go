package gateway

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/cloud/runner"
)

// to is a specification with one function route and policies for it.
func to(policies string) string {
	return `{"routes":[{"path":"/f/{id}"` + policies + `,"backend":{"type":"ORACLE_FUNCTIONS_BACKEND","functionId":"f"}}]}`
}

func TestWhatAFunctionGets(t *testing.T) {
	b := newBench(t, to(""))
	b.functions.run["f"] = says(`{}`)
	wantStatus(t, b.send(request("POST", "/v1/f/1?b=2&a=%20", "hello",
		"Content-Type", "text/plain", "X-Forwarded-For", "10.9.8.7", "X-Real-IP", "10.9.8.7", "Forwarded", "for=10.9.8.7",
		"Connection", "X-Hop", "X-Hop", "1", "X-Kept", "a", "X-Kept", "b", "Opc-Request-Id", "mine", "Oci-Subject-Id", "mine")), 200)
	got := b.functions.last(t)
	want := http.Header{
		"Fn-Intent": {"httprequest"}, "Fn-Invoke-Type": {"sync"}, "Fn-Http-Method": {"POST"}, "Fn-Http-Request-Url": {"/v1/f/1?b=2&a=%20"},
		"Content-Type": {"text/plain"}, "Accept-Encoding": {"gzip"}, "Date": {"Fri, 02 Jan 2026 03:04:05 GMT"},
		"Oci-Subject-Id": {"gw"}, "Oci-Subject-Tenancy-Id": {"tenancy"}, "Oci-Subject-Compartment-Id": {"compartment"}, "Oci-Subject-Type": {"resource"},
		"Opc-Request-Id": {"REQUEST"}, "X-Content-Sha256": {"LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="},
		"Fn-Http-H-Host": {"api.example.com"}, "Fn-Http-H-Content-Type": {"text/plain"}, "Fn-Http-H-Content-Length": {"5"},
		"Fn-Http-H-X-Real-Ip": {"192.0.2.1"}, "Fn-Http-H-X-Forwarded-For": {"10.9.8.7, 192.0.2.1"}, "Fn-Http-H-Forwarded": {"for=10.9.8.7, for=192.0.2.1"},
		"Fn-Http-H-X-Kept": {"a", "b"}, "Fn-Http-H-Opc-Request-Id": {"mine"}, "Fn-Http-H-Oci-Subject-Id": {"mine"},
	}
	if diff := cmp.Diff(want, got.Header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
	if got.ID != "CALL" || string(got.Body) != "hello" {
		t.Errorf("call %s with body %q", got.ID, got.Body)
	}
}

func TestAFunctionGetsATypeForNoBody(t *testing.T) {
	b := newBench(t, to(""))
	b.functions.run["f"] = says(`{}`)
	r := request("GET", "/v1/f/1", "")
	r.RemoteAddr = "[2001:db8::1]:99"
	b.send(r)
	h := b.functions.last(t).Header
	if h.Get("Content-Type") != "application/octet-stream" || h.Get("Fn-Http-H-Content-Type") != "" {
		t.Errorf("header %v", h)
	}
	if got := h.Get("Fn-Http-H-Forwarded"); got != `for="[2001:db8::1]"` {
		t.Errorf("Forwarded is %s", got)
	}
}

// What a client sends must not look like the gateway's own words, however
// often an FDK unfolds the prefix.
func TestClientsCannotSpeakForTheGateway(t *testing.T) {
	b := newBench(t, to(""))
	b.functions.run["f"] = says(`{}`)
	b.get("/v1/f/1", "Fn-Http-H-X-Real-Ip", "1.1.1.1", "fn-http-h-fn-http-h-x-real-ip", "1.1.1.1", "Fn-Intent", "x",
		"Fn-Http-Request-Url", "/admin", "Fn-Call-Id", "x", "Fn-Deadline", "x", "Fn-Http-Method", "DELETE",
		"Connection", "X-Real-Ip, X-Forwarded-For")
	h := b.functions.last(t).Header
	for name, values := range h {
		bare := name
		for strings.HasPrefix(bare, headerPrefix) {
			bare = strings.TrimPrefix(bare, headerPrefix)
		}
		if bare == "X-Real-Ip" && (name != headerPrefix+"X-Real-Ip" || !cmp.Equal(values, []string{"192.0.2.1"})) ||
			strings.HasPrefix(name, headerPrefix+"Fn-") || strings.Contains(strings.Join(values, " "), "1.1.1.1") {
			t.Errorf("%s: %v", name, values)
		}
	}
	if h.Get("Fn-Intent") != "httprequest" || h.Get("Fn-Http-Request-Url") != "/v1/f/1" || h.Get("Fn-Http-Method") != "GET" || h.Get("Fn-Call-Id") != "" {
		t.Errorf("header %v", h)
	}
	if h.Get("Fn-Http-H-X-Real-Ip") == "" || h.Get("Fn-Http-H-X-Forwarded-For") != "192.0.2.1" {
		t.Errorf("the client's Connection header took away the gateway's: %v", h)
	}
}

func TestTransformations(t *testing.T) {
	const policies = `,"requestPolicies":{
		"headerTransformations":{
			"filterHeaders":{"type":"BLOCK","items":[{"name":"x-secret"},{"name":"X-Real-IP"},{"name":"Cookie"}]},
			"renameHeaders":{"items":[{"from":"X-Old","to":"X-New"},{"from":"X-Forwarded-For","to":"X-Stolen"},{"from":"X-None","to":"X-Never"}]},
			"setHeaders":{"items":[
				{"name":"X-Path","values":["${request.path[id]}/${request.query[q]}/${request.headers[x-secret]}/${request.none}/${request.host}"]},
				{"name":"X-Old","values":["again"]},
				{"name":"X-Over","values":["new"]},
				{"name":"X-Skip","values":["new"],"ifExists":"SKIP"},
				{"name":"X-App","values":["new"],"ifExists":"APPEND"},
				{"name":"Origin","values":["new"]},
				{"name":"X-Bad","values":["${request.headers[X-Bell]}"]},
				{"name":"not valid","values":["x"]}]}},
		"queryParameterTransformations":{
			"filterQueryParameters":{"type":"BLOCK","items":[{"name":"drop"}]},
			"renameQueryParameters":{"items":[{"from":"old","to":"new"}]},
			"setQueryParameters":{"items":[
				{"name":"set","values":["${request.headers[X-Space]}","${request.query[q]}"]},
				{"name":"skip","values":["new"],"ifExists":"SKIP"},
				{"name":"app","values":["new"],"ifExists":"APPEND"},
				{"name":"over","values":["new"]}]}}}`
	b := newBench(t, to(policies))
	b.functions.run["f"] = says(`{}`)
	r := request("GET", "/v1/f/a%2Fb?q=1+%26&drop=1&Drop=2&old=a+b&skip=old&app=old&over=old", "",
		"X-Secret", "s", "Cookie", "c", "X-Old", "o", "X-Over", "old", "X-Skip", "old", "X-App", "old", "Origin", "https://o", "X-Space", "a b&c")
	r.Header["X-Bell"] = []string{"\a"}
	wantStatus(t, b.send(r), 200)
	h := b.functions.last(t).Header
	for name, want := range map[string][]string{
		"X-Secret": nil, "X-Real-Ip": {"192.0.2.1"}, "Cookie": {"c"}, "X-New": {"o"}, "X-Stolen": nil, "X-Never": nil,
		"X-Forwarded-For": {"192.0.2.1"}, "X-Path": {"a%2Fb/1+%26/s//api.example.com"}, "X-Old": {"again"}, "X-Over": {"new"},
		"X-Skip": {"old"}, "X-App": {"old", "new"}, "Origin": {"https://o"}, "X-Bad": nil,
	} {
		if got := h[headerPrefix+name]; !cmp.Equal(got, want) {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	const want = "/v1/f/a%2Fb?q=1+%26&Drop=2&new=a+b&skip=old&app=old&set=a+b%26c&set=1+%26&app=new&over=new"
	if got := h.Get("Fn-Http-Request-Url"); got != want {
		t.Errorf("URL %s, want %s", got, want)
	}
}

func TestAnAllowListLeavesProtectedHeaders(t *testing.T) {
	b := newBench(t, to(`,"requestPolicies":{"headerTransformations":{"filterHeaders":{"type":"ALLOW","items":[{"name":"X-A"}]}},
		"queryParameterTransformations":{"filterQueryParameters":{"type":"ALLOW","items":[{"name":"a"}]}}}`))
	b.functions.run["f"] = says(`{}`)
	b.get("/v1/f/1?a=1&b=2", "X-A", "1", "X-B", "1", "Cookie", "c")
	h := b.functions.last(t).Header
	if h.Get("Fn-Http-H-X-A") != "1" || h.Get("Fn-Http-H-X-B") != "" || h.Get("Fn-Http-H-Cookie") != "c" || h.Get("Fn-Http-H-X-Real-Ip") == "" {
		t.Errorf("header %v", h)
	}
	if got := h.Get("Fn-Http-Request-Url"); got != "/v1/f/1?a=1" {
		t.Errorf("URL %s", got)
	}
}

func TestTheAuthorizersContextReachesTheFunction(t *testing.T) {
	b := newBench(t, `{"requestPolicies":{"authentication":{"type":"CUSTOM_AUTHENTICATION","functionId":"auth","parameters":{"a":"request.headers[A]"}}},
		"routes":[{"path":"/f","requestPolicies":{"headerTransformations":{"setHeaders":{"items":[{"name":"Username","values":["${request.auth[user]}"]}]}}},
		"backend":{"type":"ORACLE_FUNCTIONS_BACKEND","functionId":"f"}}]}`)
	b.functions.run["auth"] = says(`{"active":true,"context":{"user":"${request.host}"}}`)
	b.functions.run["f"] = says(`{}`)
	b.get("/v1/f", "Username", "admin")
	if got := b.functions.last(t).Header.Get("Fn-Http-H-Username"); got != "${request.host}" {
		t.Errorf("Username is %q: a value must not be expanded again, nor the client's stay", got)
	}
}

func TestWhatAClientGetsOfAnAnswer(t *testing.T) {
	answer := func(h http.Header) func(runner.Call) (*runner.Answer, error) {
		return func(runner.Call) (*runner.Answer, error) { return &runner.Answer{Header: h, Body: []byte("body")}, nil }
	}
	b := newBench(t, to(`,"responsePolicies":{"headerTransformations":{"setHeaders":{"items":[{"name":"X-Set","values":["${request.path[id]}"]},{"name":"Strict-Transport-Security","values":["x"]}]},
		"filterHeaders":{"type":"BLOCK","items":[{"name":"X-Internal"}]}}}`))
	b.functions.run["f"] = answer(http.Header{
		"Fn-Http-Status": {"201"}, "Content-Type": {"text/plain"}, "Fn-Http-H-Location": {"/x"}, "Fn-Http-H-Set-Cookie": {"a", "b"},
		"Fn-Fdk-Version": {"fdk-go"}, "X-Unwrapped": {"1"}, "Fn-Http-H-X-Internal": {"1"}, "Fn-Http-H-Content-Length": {"99"},
		"Fn-Http-H-Connection": {"close"}, "Fn-Http-H-Opc-Request-Id": {"mine"}})
	w := b.get("/v1/f/7")
	wantStatus(t, w, 201)
	want := http.Header{"Content-Type": {"text/plain"}, "Location": {"/x"}, "Set-Cookie": {"a", "b"}, "X-Set": {"7"}, "Fn-Call-Id": {"CALL"}, "Opc-Request-Id": {"REQUEST"}}
	if diff := cmp.Diff(want, w.Header()); diff != "" || w.Body.String() != "body" {
		t.Errorf("body %q, header (-want +got):\n%s", w.Body, diff)
	}
	for _, status := range []string{"99", "600", "two hundred", "100"} {
		b.functions.run["f"] = answer(http.Header{"Fn-Http-Status": {status}})
		wantStatus(t, b.get("/v1/f/7"), 502)
	}
}

func TestFunctionFailures(t *testing.T) {
	for _, tt := range []struct {
		failure, status int
		code            string
	}{
		{404, 500, "functionBackend.notFoundOrNotAuthorized"},
		{429, 429, "functionBackend.rateLimited"},
		{500, 500, "functionBackend.internalServiceError"},
		{502, 502, "functionBackend.badGateway"},
		{503, 503, "functionBackend.serviceUnavailable"},
		{504, 504, "functionBackend.timeout"},
	} {
		b := newBench(t, to(""))
		b.functions.run["f"] = fails(tt.failure)
		w := b.get("/v1/f/1")
		wantStatus(t, w, tt.status)
		if !b.journal.has(tt.code) || b.journal.execution[0].FunctionID != "f" {
			t.Errorf("%d: log %+v, want %s", tt.failure, b.journal.execution, tt.code)
		}
		if strings.Contains(w.Body.String(), "message\":\"message") {
			t.Errorf("%d: the client is told %s", tt.failure, w.Body)
		}
	}
}

func TestBodiesForFunctionsAreCapped(t *testing.T) {
	b := newBench(t, to(""))
	b.functions.run["f"] = says(`{}`)
	wantStatus(t, b.send(request("POST", "/v1/f/1", strings.Repeat("x", maxFunctionBody))), 200)
	wantStatus(t, b.send(request("POST", "/v1/f/1", strings.Repeat("x", maxFunctionBody+1))), 413)
	if n := b.functions.count("f"); n != 1 {
		t.Errorf("called %d times", n)
	}
}

func TestHTTPBackend(t *testing.T) {
	var got *http.Request
	var body []byte
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		w.Header().Set("X-From", "upstream")
		w.WriteHeader(http.StatusTeapot)
		io.WriteString(w, "tea")
	}))
	defer upstream.Close()
	b := newBench(t, `{"routes":[{"path":"/p/{rest*}","backend":{"type":"HTTP_BACKEND","url":"`+upstream.URL+`/base/${request.path[rest]}"}},
		{"path":"/slash","backend":{"type":"HTTP_BACKEND","url":"`+upstream.URL+`/x/${request.headers[X]}"}},
		{"path":"/none","backend":{"type":"HTTP_BACKEND","url":"http://127.0.0.1:1/"}}]}`)
	w := b.send(request("PUT", "/v1/p/a/b%20c?q=1", "hello", "User-Agent", "curl"))
	wantStatus(t, w, http.StatusTeapot)
	if w.Body.String() != "tea" || w.Header().Get("X-From") != "upstream" || w.Header().Get("Opc-Request-Id") != "REQUEST" {
		t.Errorf("answer %q %v", w.Body, w.Header())
	}
	if got.Method != "PUT" || got.RequestURI != "/base/a/b%20c?q=1" || string(body) != "hello" ||
		got.Host != strings.TrimPrefix(upstream.URL, "http://") || got.UserAgent() != "Oracle API Gateway" ||
		got.Header.Get("X-Real-Ip") != "192.0.2.1" || got.Header.Get("X-Forwarded-For") != "192.0.2.1" || got.Header.Get("Forwarded") != "for=192.0.2.1" {
		t.Errorf("upstream got %s %s %q %v", got.Method, got.RequestURI, body, got.Header)
	}
	b.get("/v1/slash", "X", "a/b?c")
	if got.RequestURI != "/x/a%2Fb%3Fc" {
		t.Errorf("a header reached into the URL: %s", got.RequestURI)
	}
	wantStatus(t, b.get("/v1/none"), 502)
	if last := b.journal.access[len(b.journal.access)-1]; last.Status != 502 || !b.journal.has(codeHTTPBackend) {
		t.Errorf("log %+v", last)
	}
}
