package gateway

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/cloud/runner"
)

// webhooks is how this project's stack has it: endpoints demand a secret, and each API
// its own kind of caller. The authorizer knows by its arguments which.
func webhooks(tb testing.TB, p *idp) *bench {
	tb.Helper()
	account := func(api string) string {
		return withKey(anyOf(api, `,"values":["`+api+`"]`), `{"type":"CUSTOM_AUTHENTICATION","functionId":"auth","parameters":{
			"listener_`+api+`":"request.host","authorization":"request.headers[Authorization]","client_address":"request.headers[X-Real-IP]"},
			"cacheKey":["listener_`+api+`","authorization","client_address"]}`)
	}
	b := newBench(tb, strings.ReplaceAll(dynamic("request.path[api]",
		withKey(anyOf("endpoints", `,"values":["cxbridge-endpoints"],"isDefault":true`), `{"type":"CUSTOM_AUTHENTICATION","functionId":"auth",
			"parameters":{"endpoint":"request.host","secret_header":"request.headers[X-Secret]","client_address":"request.headers[X-Real-IP]"}}`),
		account("bill"), account("order"), withKey(anyOf("ticket", `,"values":["ticket"]`), tokenPolicy(header, p.jwks(expecting)))),
		stock, `{"type":"ORACLE_FUNCTIONS_BACKEND","functionId":"f"}`))
	b.functions.run["f"] = says(`{}`)
	b.functions.run["auth"] = func(c runner.Call) (*runner.Answer, error) {
		var told struct{ Data map[string]any }
		if err := json.Unmarshal(c.Body, &told); err != nil {
			return nil, err
		}
		want := map[string]any{"secret_header": "good"}
		for _, api := range []string{"bill", "order"} {
			if _, ok := told.Data["listener_"+api]; ok {
				want = map[string]any{"authorization": "Basic " + api}
			}
		}
		for name, value := range want {
			if told.Data[name] != value {
				return says(`{"active":false}`)(c)
			}
		}
		return says(`{"active":true}`)(c)
	}
	return b
}

func TestEachServerKnowsItsOwn(t *testing.T) {
	token := "Bearer " + good(t)
	for _, tt := range []struct {
		name, target string
		headers      []string
		status       int
	}{
		{"token", "/v1/events/ticket", []string{"Authorization", token}, 200},
		{"account", "/v1/events/order", []string{"Authorization", "Basic order"}, 200},
		{"secret", "/v1/a", []string{"X-Secret", "good"}, 200},
		{"account for a token", "/v1/events/ticket", []string{"Authorization", "Basic order"}, 401},
		{"token for an account", "/v1/events/order", []string{"Authorization", token}, 401},
		{"account twice", "/v1/events/order", []string{"Authorization", "Basic order", "Authorization", "Basic order"}, 401},
		{"another API's account", "/v1/events/order", []string{"Authorization", "Basic bill"}, 401},
		{"secret for a token", "/v1/events/ticket", []string{"X-Secret", "good"}, 401},
		{"secret for an account", "/v1/events/order", []string{"X-Secret", "good"}, 401},
		{"token for a secret", "/v1/a", []string{"Authorization", token}, 401},
		{"account for a secret", "/v1/a", []string{"Authorization", "Basic order"}, 401},
		{"encoded: the default decides", "/v1/events/t%69cket", []string{"Authorization", token}, 401},
		{"nothing", "/v1/events/ticket", nil, 401},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wantStatus(t, webhooks(t, newIDP(t)).get(tt.target, tt.headers...), tt.status)
		})
	}
}

// What a server has kept of its callers admits nobody at another one.
func TestCachedAnswersStayWithTheirServer(t *testing.T) {
	b := webhooks(t, newIDP(t))
	all := []string{"Authorization", "Basic order", "X-Secret", "good"}
	for range 2 {
		wantStatus(t, b.get("/v1/events/order", all...), 200)
		wantStatus(t, b.get("/v1/events/bill", all...), 401)
		wantStatus(t, b.get("/v1/a", all...), 200)
		wantStatus(t, b.get("/v1/events/ticket", all...), 401)
	}
	if n := b.functions.count("auth"); n != 3 {
		t.Errorf("asked %d times, want once for each server with an authorizer", n)
	}
}

// A failing identity provider is no matter of the other servers.
func TestServersFailAlone(t *testing.T) {
	p := newIDP(t)
	b := webhooks(t, p)
	p.fails()
	wantStatus(t, b.get("/v1/events/ticket", bearer(good(t))...), 500)
	wantStatus(t, b.get("/v1/events/order", "Authorization", "Basic order"), 200)
	wantStatus(t, b.get("/v1/a", "X-Secret", "good"), 200)
}

// What clients of no library send, to whom a secret is known that is not the API's.
func TestOddRequests(t *testing.T) {
	b := webhooks(t, newIDP(t))
	server := httptest.NewServer(b)
	defer server.Close()
	const rest = "Host: a\r\nX-Secret: good\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
	for _, tt := range []struct {
		request string
		status  int
	}{
		{"POST /v1/a HTTP/1.1\r\n" + rest, 200},
		{"POST http://evil/v1/events/ticket HTTP/1.1\r\n" + rest, 401},
		{"POST /v1/events/ticket? HTTP/1.1\r\n" + rest, 401},
		{"POST /v1/events/ticket?api=cxbridge-endpoints HTTP/1.1\r\n" + rest, 401},
		{"HEAD /v1/events/ticket HTTP/1.1\r\n" + rest, 401},
		{"OPTIONS /v1/events/ticket HTTP/1.1\r\nOrigin: https://a\r\nAccess-Control-Request-Method: POST\r\n" + rest, 401},
		{"POST /v1/events/ticket HTTP/1.1\r\nX-HTTP-Method-Override: GET\r\nX-Original-URL: /v1/a\r\n" + rest, 401},
		{"POST /v1/events/order HTTP/1.0\r\nX-Secret: good\r\n\r\n", 401},
		{"POST /v1/events/order HTTP/1.1\r\nHost:\r\nX-Secret: good\r\nConnection: close\r\n\r\n", 401},
		{"POST /v1/events/order HTTP/1.1\r\nX-Secret: good\r\n\r\n", 400},
		{"POST /v1/events/order HTTP/1.1\r\nHost: b\r\n" + rest, 400},
		{"POST /v1/events/order HTTP/1.1\r\nAuthorization : Basic order\r\n" + rest, 400},
		{"POST /v1/events/order HTTP/1.1\r\nX: y\r\n Authorization: Basic order\r\n" + rest, 401},
		{"POST /v1/events/order HTTP/1.1\r\nTrailer: Authorization\r\nTransfer-Encoding: chunked\r\nHost: a\r\n\r\n0\r\nAuthorization: Basic order\r\n\r\n", 401},

		{"POST //v1/events/ticket HTTP/1.1\r\n" + rest, 404},
		{"POST /v1//events/ticket HTTP/1.1\r\n" + rest, 404},
		{"POST /v1/events//ticket HTTP/1.1\r\n" + rest, 404},
		{"POST /v1/events/ticket/ HTTP/1.1\r\n" + rest, 404},
		{"POST /v1/events/ticket/. HTTP/1.1\r\n" + rest, 404},
		{"POST /v1/events/./ticket HTTP/1.1\r\n" + rest, 404},
		{"POST /v1/a/../events/ticket HTTP/1.1\r\n" + rest, 404},
		{"POST /v1/a/%2E%2e/events/ticket HTTP/1.1\r\n" + rest, 404},
		{"POST /v1/%65vents/ticket HTTP/1.1\r\n" + rest, 404},
		{"POST /v1/EVENTS/ticket HTTP/1.1\r\n" + rest, 404},
		{"POST /v1/events/ HTTP/1.1\r\n" + rest, 404},
		{"POST /v1/events HTTP/1.1\r\n" + rest, 404},
		{"CONNECT a:443 HTTP/1.1\r\n" + rest, 404},
	} {
		if got := exchangeRaw(t, server.Listener.Addr().String(), tt.request); got != tt.status {
			t.Errorf("%q: status %d, want %d", tt.request, got, tt.status)
		}
	}
	if n := b.functions.count("f"); n != 1 {
		t.Errorf("%d requests reached the function, want the first alone", n)
	}
}

// exchangeRaw gives the status of the first answer.
func exchangeRaw(t *testing.T, address, request string) int {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatalf("%q: %v", request, err)
	}
	return answer.StatusCode
}

// Whatever the path, a caller who knows the endpoints' secret alone reaches no function
// that would take it for one of an API: functions compare the last part as it was sent.
func FuzzPathsOfEvents(f *testing.F) {
	for _, seed := range []string{"/v1/events/ticket", "/v1/events/%74icket", "/v1/events/%74icket\"", "/v1/events/x%2Fticket", "/v1/events/ticket#",
		"/v1/events/ticket;", "http://a/v1/events/order", "/v1/a/../events/ticket", "/v1/events/cxbridge-endpoints", "/v1/events/x?/ticket"} {
		f.Add(seed)
	}
	b := webhooks(f, newIDP(f))
	f.Fuzz(func(t *testing.T, target string) {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader("POST " + target + " HTTP/1.1\r\nHost: a\r\nX-Secret: good\r\n\r\n")))
		if err != nil {
			return
		}
		b.functions.calls = nil
		w := b.send(r)
		for _, c := range b.functions.calls {
			if c.functionID != "f" {
				continue
			}
			seen, err := http.NewRequest("POST", c.Header.Get("Fn-Http-Request-Url"), nil)
			if err != nil {
				t.Fatalf("%q: the function cannot read its URL: %v", target, err)
			}
			switch path.Base(seen.URL.EscapedPath()) {
			case "ticket", "order", "bill":
				t.Fatalf("%q is answered %d and reaches the function as %s", target, w.Code, seen.URL)
			}
		}
	})
}
