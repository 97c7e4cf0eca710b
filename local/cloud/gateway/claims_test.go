package gateway

import (
	"testing"
	"time"
)

func TestOptionalClaimsAndNone(t *testing.T) {
	first := signers()["first"]
	policy := func(claims string) string {
		return tokens(tokenPolicy(header, newIDP(t).jwks(`,"additionalValidationPolicy":{"verifyClaims":[`+claims+`]}`)))
	}
	for _, tt := range []struct {
		name, claim string
		value       any
		status      int
	}{
		{"absent", `{"key":"tenant","values":["a"]}`, nil, 200},
		{"present and right", `{"key":"tenant","values":["a"]}`, "a", 200},
		{"present and wrong", `{"key":"tenant","values":["a"]}`, "b", 401},
		{"a number is no string", `{"key":"tenant","values":["1"]}`, 1, 401},
		{"has to be there", `{"key":"tenant","isRequired":true}`, nil, 401},
		{"is there", `{"key":"tenant","isRequired":true}`, []int{1}, 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, policy(tt.claim))
			wantStatus(t, b.get("/v1/a", bearer(first.sign(t, claims(map[string]any{"tenant": tt.value})))...), tt.status)
		})
	}
	t.Run("nothing expected", func(t *testing.T) {
		b := newBench(t, tokens(tokenPolicy(header, newIDP(t).jwks(""))))
		wantStatus(t, b.get("/v1/a", bearer(first.sign(t, claims(map[string]any{"iss": nil, "aud": nil})))...), 200)
	})
}

func TestClockSkew(t *testing.T) {
	policy := tokenPolicy(header+`,"maxClockSkewInSeconds":30`, newIDP(t).jwks(expecting))
	for _, tt := range []struct {
		claim  string
		off    time.Duration
		status int
	}{{"exp", -29, 200}, {"exp", -31, 401}, {"nbf", 29, 200}, {"nbf", 31, 401}} {
		b := newBench(t, tokens(policy))
		token := signers()["first"].sign(t, claims(map[string]any{tt.claim: now.Add(tt.off * time.Second).Unix()}))
		wantStatus(t, b.get("/v1/a", bearer(token)...), tt.status)
	}
}

func TestClaimsAreTheCallersContext(t *testing.T) {
	b := newBench(t, tokens(tokenPolicy(header, newIDP(t).jwks(expecting))))
	w := b.get("/v1/echo", bearer(good(t))...)
	wantStatus(t, w, 200)
	for name, want := range map[string]string{"X-Sub": "client", "X-Exp": "1767326645", "X-Aud": `["https://other/","https://gateway/"]`} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func TestScopesOfTokens(t *testing.T) {
	for _, tt := range []struct {
		name   string
		scope  any
		status int
	}{
		{"words", "list write", 200},
		{"a list", []string{"list", "write"}, 200},
		{"another", "read", 403},
		{"another case", "Write", 403},
		{"a number", 7, 403},
		{"none", nil, 403},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, tokens(tokenPolicy(header, newIDP(t).jwks(expecting))))
			token := signers()["first"].sign(t, claims(map[string]any{"scope": tt.scope}))
			wantStatus(t, b.get("/v1/scoped", bearer(token)...), tt.status)
		})
	}
}
