package gateway

import (
	"net/http"
	"testing"
)

// naming is an authorizer that says no, and who it is: the servers of a selection
// are told apart by whom they ask.
func naming(name string) string {
	return `{"type":"CUSTOM_AUTHENTICATION","functionId":"` + name + `","tokenHeader":"X-Any"}`
}

// asked tells which authorizer a request asked, or the status of an answer without one.
func asked(t *testing.T, spec string, r *http.Request) string {
	t.Helper()
	b := newBench(t, spec)
	for _, name := range []string{"exact", "second", "prefix", "suffix", "rest"} {
		b.functions.run[name] = says(`{}`)
	}
	r.Header.Set("X-Any", "any")
	w := b.send(r)
	if len(b.functions.calls) == 0 {
		if !b.journal.has(codeNoServer) || w.Code != 401 {
			t.Errorf("status %d, log %+v", w.Code, b.journal.execution)
		}
		return "nobody"
	}
	return b.functions.last(t).functionID
}

func TestSelection(t *testing.T) {
	wildcard := func(name, expression string) string {
		return withKey(`{"type":"WILDCARD","name":"`+name+`","expression":"`+expression+`"}`, naming(name))
	}
	exact := withKey(anyOf("exact", `,"values":["troubleTicket","order-1"]`), naming("exact"))
	second := withKey(anyOf("second", `,"values":["order-1","order-2"]`), naming("second"))
	rest := withKey(anyOf("rest", `,"values":["fallback"],"isDefault":true`), naming("rest"))
	servers := []string{wildcard("prefix", "order-*"), wildcard("suffix", "+Ticket"), exact, second}
	with := func(selector string) string { return dynamic(selector, append(servers, rest)...) }

	for _, tt := range []struct{ name, spec, target, want string }{
		{"exact before wildcard", with("request.path[api]"), "/v1/events/troubleTicket", "exact"},
		{"the first of two", with("request.path[api]"), "/v1/events/order-1", "exact"},
		{"the second", with("request.path[api]"), "/v1/events/order-2", "second"},
		{"wildcard", with("request.path[api]"), "/v1/events/order-3", "prefix"},
		{"wildcard for nothing", with("request.path[api]"), "/v1/events/order-", "prefix"},
		{"wildcard for something", with("request.path[api]"), "/v1/events/changeTicket", "suffix"},
		{"not for nothing", with("request.path[api]"), "/v1/events/Ticket", "rest"},
		{"another case", with("request.path[api]"), "/v1/events/TROUBLETICKET", "rest"},
		{"stays encoded", with("request.path[api]"), "/v1/events/trouble%54icket", "rest"},
		{"default by its own key", with("request.path[api]"), "/v1/events/fallback", "rest"},
		{"no value", with("request.path[api]"), "/v1/a", "rest"},
		{"no default", dynamic("request.path[api]", servers...), "/v1/events/x", "nobody"},
		{"no value and no default", dynamic("request.path[api]", servers...), "/v1/a", "nobody"},
		{"query", with("request.query[kind]"), "/v1/a?kind=troubleTicket", "exact"},
		{"the first value", with("request.query[kind]"), "/v1/a?kind=order-2&kind=troubleTicket", "second"},
		{"empty", with("request.query[kind]"), "/v1/a?kind=", "rest"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := asked(t, tt.spec, request("GET", tt.target, "")); got != tt.want {
				t.Errorf("asked %s, want %s", got, tt.want)
			}
		})
	}
}

func TestSelectors(t *testing.T) {
	spec := func(selector, value string) string {
		return dynamic(selector, withKey(anyOf("exact", `,"values":["`+value+`"]`), naming("exact")), withKey(anyOf("rest", `,"isDefault":true`), naming("rest")))
	}
	for _, tt := range []struct {
		selector, value, host string
		want                  string
	}{
		{"request.host", "api.example.com", "api.example.com", "exact"},
		{"request.host", "api.example.com", "www.example.com", "rest"},
		{"request.subdomain[example.com]", "api", "api.example.com", "exact"},
		{"request.subdomain[example.com]", "api", "api.example.com:8481", "exact"},
		{"request.subdomain[example.com]", "api", "api.example.org", "rest"},
		{"request.headers[x-kind]", "kind", "api.example.com", "exact"},
		{"request.headers[x-none]", "kind", "api.example.com", "rest"},
	} {
		r := request("GET", "/v1/a", "", "X-Kind", "kind", "X-Kind", "other")
		r.Host = tt.host
		if got := asked(t, spec(tt.selector, tt.value), r); got != tt.want {
			t.Errorf("%s for %s: asked %s, want %s", tt.selector, tt.host, got, tt.want)
		}
	}
}

// A claim selects who verifies it, and nothing more.
func TestClaimsSelect(t *testing.T) {
	first, second := signers()["first"], signers()["second"]
	a, z := newIDP(t), newIDP(t)
	z.publish(keySet(t, second.jwk()))
	b := newBench(t, dynamic("request.auth[iss]",
		withKey(anyOf("a", `,"values":["https://a/"]`), tokenPolicy(header, a.jwks(""))),
		withKey(anyOf("z", `,"values":["https://z/"]`), tokenPolicy(header, z.jwks("")))))
	of := func(s signer, issuer string) []string {
		return bearer(s.sign(t, claims(map[string]any{"iss": issuer})))
	}
	wantStatus(t, b.get("/v1/a", of(first, "https://a/")...), 200)
	wantStatus(t, b.get("/v1/a", of(second, "https://z/")...), 200)
	wantStatus(t, b.get("/v1/a", of(first, "https://z/")...), 401)
	wantStatus(t, b.get("/v1/a", of(first, "https://other/")...), 401)
	wantStatus(t, b.get("/v1/a", bearer("x")...), 401)
	wantStatus(t, b.get("/v1/a"), 401)
}
