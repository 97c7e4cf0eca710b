package gateway

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

func TestTokens(t *testing.T) {
	first, second := signers()["first"], signers()["second"]
	changed := func(name string, value any) string { return first.sign(t, claims(map[string]any{name: value})) }
	elliptical, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	algorithm := func(a jose.SignatureAlgorithm, key any) string {
		return signWith(t, jose.SigningKey{Algorithm: a, Key: key}, "first", claims(nil))
	}
	parts := strings.Split(good(t), ".")
	encode := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	embedded, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: second.private}, &jose.SignerOptions{EmbedJWK: true})
	if err != nil {
		t.Fatal(err)
	}
	carrying, err := embedded.Sign([]byte(marshal(t, claims(nil))))
	if err != nil {
		t.Fatal(err)
	}
	ownKey, err := carrying.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}

	for _, tt := range []struct {
		name, token string
		status      int
	}{
		{"good", good(t), 200},
		{"one audience as a string", changed("aud", "https://gateway/"), 200},
		{"nbf is now", changed("nbf", now.Unix()), 200},
		{"the last second", changed("exp", now.Add(time.Second).Unix()), 200},
		{"issued in the future", changed("iat", now.Add(time.Hour).Unix()), 200},
		{"another value of a claim", changed("client_id", "more"), 200},

		{"expired", changed("exp", now.Add(-time.Second).Unix()), 401},
		{"never expires", changed("exp", nil), 401},
		{"exp is a word", changed("exp", "tomorrow"), 401},
		{"expires after all years", changed("exp", 1e300), 401},
		{"not yet", changed("nbf", now.Add(time.Second).Unix()), 401},
		{"not before all years are over", changed("nbf", 1e300), 401},
		{"not before the last second that can be counted", changed("nbf", int64(math.MaxInt64)), 401},
		{"another issuer", changed("iss", "https://evil/"), 401},
		{"issuer's beginning", changed("iss", "https://idp/x"), 401},
		{"no issuer", changed("iss", nil), 401},
		{"another audience", changed("aud", []string{"https://other/"}), 401},
		{"no audience", changed("aud", nil), 401},
		{"another client", changed("client_id", "evil"), 401},
		{"client in another case", changed("client_id", "Events"), 401},
		{"client is a list", changed("client_id", []string{"events"}), 401},
		{"client is null", first.sign(t, func() map[string]any { c := claims(nil); c["client_id"] = nil; return c }()), 401},
		{"no client", changed("client_id", nil), 401},

		{"another's signature", signWith(t, jose.SigningKey{Algorithm: jose.RS256, Key: second.private}, "first", claims(nil)), 401},
		{"unknown kid", second.sign(t, claims(nil)), 401},
		{"no kid", signWith(t, jose.SigningKey{Algorithm: jose.RS256, Key: first.private}, "", claims(nil)), 401},
		{"no signature", parts[0] + "." + parts[1] + ".", 401},
		{"alg none", encode(`{"alg":"none","kid":"first"}`) + "." + parts[1] + ".", 401},
		{"alg none in another case", encode(`{"alg":"nOnE","kid":"first"}`) + "." + parts[1] + ".", 401},
		{"HS256 with the public key", algorithm(jose.HS256, []byte(first.pem(t))), 401},
		{"HS256 with the public modulus", algorithm(jose.HS256, first.private.N.Bytes()), 401},
		{"ES256", algorithm(jose.ES256, elliptical), 401},
		{"PS256", algorithm(jose.PS256, first.private), 401},
		{"RS512 with a key for RS256", algorithm(jose.RS512, first.private), 401},
		{"a key of its own", ownKey, 401},
		{"changed claims", parts[0] + "." + encode(marshal(t, claims(map[string]any{"sub": "admin"}))) + "." + parts[2], 401},
		{"claims twice", parts[0] + "." + parts[1] + "." + parts[2] + "." + parts[2], 401},
		{"no JSON", encode("x") + "." + encode("y") + "." + encode("z"), 401},
		{"JSON serialization", `{"payload":"` + parts[1] + `","protected":"` + parts[0] + `","signature":"` + parts[2] + `"}`, 401},
		{"a word", "x", 401},
		{"nothing", "", 401},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, tokens(tokenPolicy(header, newIDP(t).jwks(expecting))))
			w := b.get("/v1/a", bearer(tt.token)...)
			wantStatus(t, w, tt.status)
			if tt.status != 200 {
				wantRefused(t, b, w.Header(), tt.token)
			}
		})
	}
}

// wantRefused: the caller is challenged, the logs say why, and say nothing of the token.
func wantRefused(t *testing.T, b *bench, answered http.Header, token string) {
	t.Helper()
	challenge := `Bearer realm="host", error="invalid_token"`
	if token == "" {
		challenge = `Bearer realm="host"`
	}
	if got := answered.Get("WWW-Authenticate"); got != challenge {
		t.Errorf("challenge %s, want %s", got, challenge)
	}
	if !b.journal.has(codeTokenUnauthenticated) {
		t.Errorf("log %+v lacks %s", b.journal.execution, codeTokenUnauthenticated)
	}
	access := b.journal.access[0]
	if access.Status != 401 || access.Message == "" || access.DeploymentID != "deployment" {
		t.Errorf("access log %+v", access)
	}
	for _, e := range b.journal.execution {
		for _, part := range strings.Split(token, ".") {
			if len(part) > 1 && strings.Contains(e.Message, part) {
				t.Errorf("the log has the token: %s", e.Message)
			}
		}
	}
}

// The execution log tells claims that cannot be read from a signature that is wrong.
func TestWhyATokenIsRefused(t *testing.T) {
	first, second := signers()["first"], signers()["second"]
	for _, tt := range []struct{ name, token, want string }{
		{"claims", first.sign(t, claims(map[string]any{"exp": "tomorrow"})), "claims"},
		{"signature", signWith(t, jose.SigningKey{Algorithm: jose.RS256, Key: second.private}, "first", claims(nil)), "none of the 1 keys"},
		{"kid", second.sign(t, claims(nil)), "none of the 0 keys"},
	} {
		b := newBench(t, tokens(tokenPolicy(header, newIDP(t).jwks(expecting))))
		b.get("/v1/a", bearer(tt.token)...)
		if said := b.journal.access[0].Message; !strings.Contains(said, tt.want) {
			t.Errorf("%s: %q lacks %q", tt.name, said, tt.want)
		}
	}
}

func TestWhereTokensAre(t *testing.T) {
	const own = `"tokenHeader":"X-Token","tokenAuthScheme":"JWT"`
	inQuery := `"tokenQueryParam":"t"`
	token := good(t)
	for _, tt := range []struct {
		name, where, target string
		headers             []string
		status              int
		challenge           string
	}{
		{"bearer", header, "/v1/a", bearer(token), 200, ""},
		{"in lower case", header, "/v1/a", []string{"Authorization", "bearer " + token}, 200, ""},
		{"with two spaces", header, "/v1/a", []string{"Authorization", "Bearer  " + token}, 200, ""},
		{"without a scheme", header, "/v1/a", []string{"Authorization", token}, 401, `Bearer realm="host"`},
		{"another scheme", header, "/v1/a", []string{"Authorization", "Basic " + token}, 401, `Bearer realm="host"`},
		{"scheme alone", header, "/v1/a", []string{"Authorization", "Bearer"}, 401, `Bearer realm="host"`},
		{"nowhere", header, "/v1/a", nil, 401, `Bearer realm="host"`},
		{"in the query instead", header, "/v1/a?t=" + token, nil, 401, `Bearer realm="host"`},
		{"two", header, "/v1/a", append(bearer(token), bearer(token)...), 401, `Bearer realm="host"`},
		{"own header and scheme", own, "/v1/a", []string{"X-Token", "JWT " + token}, 200, ""},
		{"not in the own header", own, "/v1/a", bearer(token), 401, `JWT realm="host"`},
		{"query", inQuery, "/v1/a?t=" + token, nil, 200, ""},
		{"query twice", inQuery, "/v1/a?t=x&t=" + token, nil, 401, `Bearer realm="host"`},
		{"too large for headers", header, "/v1/a", bearer(strings.Repeat("x", maxHead)), 431, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, tokens(tokenPolicy(tt.where, newIDP(t).jwks(expecting))))
			w := b.get(tt.target, tt.headers...)
			wantStatus(t, w, tt.status)
			if got := w.Header().Get("WWW-Authenticate"); got != tt.challenge {
				t.Errorf("challenge %q, want %q", got, tt.challenge)
			}
		})
	}
}

// The same checks stand behind all forms of the policy.
func TestFormsOfThePolicy(t *testing.T) {
	first, second := signers()["first"], signers()["second"]
	statics := `"type":"STATIC_KEYS","keys":[` + first.static(t, "JSON_WEB_KEY") + `,` + second.static(t, "PEM") + `]`
	older := func(keys string) string {
		return `{"type":"JWT_AUTHENTICATION",` + header + `,"issuers":["https://idp/"],"audiences":["https://gateway/"],
			"verifyClaims":[{"key":"client_id","values":["events"],"isRequired":true}],"publicKeys":` + keys + `}`
	}
	for name, policy := range map[string]string{
		"static":       tokenPolicy(header, `{`+statics+expecting+`}`),
		"older":        older(newIDP(t).jwks("")),
		"older static": older(`{` + statics + `}`),
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, tokens(policy))
			wantStatus(t, b.get("/v1/a", bearer(good(t))...), 200)
			wantStatus(t, b.get("/v1/a"), 401)
			for claim, value := range map[string]any{"iss": "https://evil/", "aud": "x", "client_id": "evil", "exp": now.Add(-time.Hour).Unix()} {
				wantStatus(t, b.get("/v1/a", bearer(first.sign(t, claims(map[string]any{claim: value})))...), 401)
			}
			if strings.Contains(name, "static") {
				wantStatus(t, b.get("/v1/a", bearer(second.sign(t, claims(nil)))...), 200)
			}
		})
	}
}

func TestAnonymousRoutesNeedNoToken(t *testing.T) {
	p := newIDP(t)
	spec := strings.Replace(tokens(tokenPolicy(header+`,"isAnonymousAccessAllowed":true`, p.jwks(expecting))),
		`{"path":"/a",`, `{"path":"/open","requestPolicies":{"authorization":{"type":"ANONYMOUS"}},"backend":`+stock+`},{"path":"/a",`, 1)
	b := newBench(t, spec)
	wantStatus(t, b.get("/v1/open"), 200)
	wantStatus(t, b.get("/v1/a"), 401)
	if p.count() != 0 {
		t.Errorf("keys were fetched %d times without a token", p.count())
	}
}

func TestFailurePolicyOfTokens(t *testing.T) {
	p := newIDP(t)
	b := newBench(t, tokens(tokenPolicy(header+`,"validationFailurePolicy":{"type":"MODIFY_RESPONSE","responseCode":"403","responseMessage":"go away",
		"responseHeaderTransformations":{"setHeaders":{"items":[{"name":"X-Why","values":["token"]}]}}}`, p.jwks(expecting))))
	w := b.get("/v1/a", bearer("x")...)
	wantStatus(t, w, 403)
	if w.Body.String() != `{"code":403,"message":"go away"}` || w.Header().Get("X-Why") != "token" {
		t.Errorf("body %s, header %v", w.Body, w.Header())
	}
	p.fails()
	wantStatus(t, b.get("/v1/a", bearer(good(t))...), 500)
}
