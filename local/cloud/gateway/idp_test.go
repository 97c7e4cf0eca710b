package gateway

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// idp is an identity provider on 127.0.0.1.
type idp struct {
	*httptest.Server
	mu      sync.Mutex
	answer  http.HandlerFunc
	fetched int
}

func newIDP(tb testing.TB) *idp {
	tb.Helper()
	p := &idp{}
	p.publish(keySet(tb, signers()["first"].jwk()))
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.fetched++
		answer := p.answer
		p.mu.Unlock()
		answer(w, r)
	}))
	tb.Cleanup(p.Close)
	return p
}

func (p *idp) answers(h http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer = h
}

func (p *idp) publish(keys string) {
	p.answers(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, keys) })
}

func (p *idp) fails() {
	p.answers(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusServiceUnavailable) })
}

func (p *idp) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fetched
}

// jwks is a validation policy with the provider's keys.
func (p *idp) jwks(rest string) string {
	return `{"type":"REMOTE_JWKS","uri":"` + p.URL + `/jwk"` + rest + `}`
}

// now is when a bench begins.
var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// claims are those of a good token, changed; nil takes one away.
func claims(change map[string]any) map[string]any {
	c := map[string]any{
		"iss": "https://idp/", "aud": []string{"https://other/", "https://gateway/"}, "sub": "client", "client_id": "events",
		"exp": now.Add(time.Hour).Unix(), "iat": now.Unix(), "scope": "list write",
	}
	maps.Copy(c, change)
	maps.DeleteFunc(c, func(_ string, v any) bool { return v == nil })
	return c
}

// sign makes a token as the standard has it: RS256, with a kid.
func (s signer) sign(tb testing.TB, payload map[string]any) string {
	tb.Helper()
	return signWith(tb, jose.SigningKey{Algorithm: jose.RS256, Key: s.private}, s.kid, payload)
}

func signWith(tb testing.TB, key jose.SigningKey, kid string, payload map[string]any) string {
	tb.Helper()
	options := (&jose.SignerOptions{}).WithType("JWT")
	if kid != "" {
		options = options.WithHeader("kid", kid)
	}
	signer, err := jose.NewSigner(key, options)
	if err != nil {
		tb.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(payload).Serialize()
	if err != nil {
		tb.Fatal(err)
	}
	return token
}

// good is a token that the tests' policies admit.
func good(tb testing.TB) string { return signers()["first"].sign(tb, claims(nil)) }

// expecting is the policy that claims are made for.
const expecting = `,"additionalValidationPolicy":{"issuers":["https://idp/"],"audiences":["https://gateway/"],
	"verifyClaims":[{"key":"client_id","values":["events","more"],"isRequired":true}]}`

// tokens is a deployment with a token policy: /a for anybody who is known, /scoped, and
// /echo, which shows what is known of the caller.
func tokens(policy string) string {
	return `{"requestPolicies":{"authentication":` + policy + `},"routes":[
		{"path":"/a","backend":` + stock + `},
		{"path":"/scoped","requestPolicies":{"authorization":{"type":"ANY_OF","allowedScope":["write"]}},"backend":` + stock + `},
		{"path":"/echo","responsePolicies":{"headerTransformations":{"setHeaders":{"items":[
			{"name":"X-Sub","values":["${request.auth[sub]}"]},{"name":"X-Exp","values":["${request.auth[exp]}"]},{"name":"X-Aud","values":["${request.auth[aud]}"]}]}}},
			"backend":` + stock + `}]}`
}

func bearer(token string) []string { return []string{"Authorization", "Bearer " + token} }
