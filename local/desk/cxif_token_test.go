package desk_test

import (
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/desk"
	"github.com/cxbridge/cxbridge/local/desk/cxif/oauth"
)

// claims validates a token with the published keys, as a gateway does.
func (c *client) claims(token string) map[string]any {
	c.t.Helper()
	var keys jose.JSONWebKeySet
	c.must(200, "GET", "/admin/v1/SigningCert/jwk", "", "Authorization", "").decode(c.t, &keys)
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		c.t.Fatal(err)
	}
	found := keys.Key(parsed.Headers[0].KeyID)
	if len(found) != 1 || !found[0].IsPublic() || found[0].Use != "sig" {
		c.t.Fatalf("key %q in %v", parsed.Headers[0].KeyID, keys)
	}
	var claims map[string]any
	if err := parsed.Claims(found[0], &claims); err != nil {
		c.t.Fatal(err)
	}
	return claims
}

func (a answer) accessToken(t *testing.T) string {
	t.Helper()
	var given struct {
		Token   string `json:"access_token"`
		Type    string `json:"token_type"`
		Expires int    `json:"expires_in"`
	}
	a.decode(t, &given)
	if a.status != 200 || given.Type != "Bearer" || given.Expires != 3600 || a.header.Get("Cache-Control") != "no-store" || a.header.Get("Pragma") != "no-cache" {
		t.Fatalf("%v", a)
	}
	return given.Token
}

func TestTokens(t *testing.T) {
	c := start(t, cxifOptions(t))
	claims := c.claims(c.token("events", "events secret+", url.Values{"scope": {audience + "events"}}).accessToken(t))
	if claims["jti"] == "" {
		t.Error("there is no jti")
	}
	delete(claims, "jti")
	want := map[string]any{
		"iss": oauth.Issuer, "sub": "events", "client_id": "events", "scope": "events", "aud": []any{audience},
		"iat": float64(noon().Unix()), "exp": float64(noon().Add(time.Hour).Unix()),
	}
	if aud, ok := claims["aud"].(string); ok {
		claims["aud"] = []any{aud} // both are allowed (RFC 7519)
	}
	if diff := cmp.Diff(want, claims); diff != "" {
		t.Error(diff)
	}
	inBody := url.Values{"grant_type": {"client_credentials"}, "client_id": {"cxif-admin"}, "client_secret": {"admin secret"}}
	a := c.must(200, "POST", "/oauth2/v1/token", inBody.Encode(), "Authorization", "", "Content-Type", "application/x-www-form-urlencoded")
	if got := c.claims(a.accessToken(t)); got["sub"] != "cxif-admin" || got["scope"] != nil {
		t.Errorf("%v", got)
	}
}

func TestTokensThatAreRefused(t *testing.T) {
	c := start(t, cxifOptions(t))
	const grant = "grant_type=client_credentials"
	tests := []struct {
		name, user, password, body, code string
		status                           int
	}{
		{"nobody", "", "", grant, "invalid_client", 401},
		{"unknown", "none", "x", grant, "invalid_client", 401},
		{"wrong secret", "events", "admin secret", grant, "invalid_client", 401},
		{"empty secret", "events", "", grant, "invalid_client", 401},
		{"bad escape", "events", "%zz", grant, "invalid_client", 401},
		{"other grant", "events", "events+secret%2B", "grant_type=password", "unsupported_grant_type", 400},
		{"no grant", "events", "events+secret%2B", "", "invalid_request", 400},
		{"id of another in the body", "events", "events+secret%2B", grant + "&client_id=cxif-admin", "invalid_request", 400},
		{"hostile scope", "events", "events+secret%2B", grant + "&scope=%22%5C%0A%C3%A9", "invalid_scope", 400},
		{"hostile parameter", "events", "events+secret%2B", "%22%5C%C3=1&%22%5C%C3=2", "invalid_request", 400},
		{"other scope", "events", "events+secret%2B", grant + "&scope=other", "invalid_scope", 400},
		{"own name of the scope", "events", "events+secret%2B", grant + "&scope=events", "invalid_scope", 400},
		{"scope twice", "events", "events+secret%2B", grant + "&scope=a&scope=b", "invalid_request", 400},
		{"secret twice", "events", "events+secret%2B", grant + "&client_secret=x", "invalid_request", 400},
		{"no form", "events", "events+secret%2B", "%zz", "invalid_request", 400},
		{"large", "events", "events+secret%2B", strings.Repeat("a", 1<<17), "invalid_request", 400},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/", nil) // only to write the header
			r.SetBasicAuth(test.user, test.password)
			c := &client{t: t, url: c.url, http: c.http}
			a := c.must(test.status, "POST", "/oauth2/v1/token", test.body, "Authorization", r.Header.Get("Authorization"), "Content-Type", "application/x-www-form-urlencoded")
			a.contains(t, `"error":"`+test.code+`"`, "error_description")
			if a.header.Get("WWW-Authenticate") == "" && test.status == 401 {
				t.Error("nothing says how to authenticate")
			}
			var told struct {
				Description string `json:"error_description"`
			}
			if a.decode(t, &told); strings.ContainsFunc(told.Description, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }) {
				t.Errorf("%q has what an error_description must not have (RFC 6749, section 5.2)", told.Description)
			}
		})
	}
	for path, allowed := range map[string]string{"/oauth2/v1/token": "POST", "/admin/v1/SigningCert/jwk": "GET, HEAD"} {
		if a := c.must(405, "PUT", path, ""); a.header.Get("Allow") != allowed {
			t.Errorf("%s: Allow is %q", path, a.header.Get("Allow"))
		}
	}
	c.must(404, "GET", "/oauth2/v1/other", "")
}

// TestScopesOfTokens: whoever is given other scopes than were asked for is told
// which (RFC 6749, section 5.1).
func TestScopesOfTokens(t *testing.T) {
	o := cxifOptions(t)
	o.Clients[0].Scopes = []string{"events", "more"}
	c := start(t, o)
	for asked, want := range map[string]struct{ told, claim string }{
		"":                                     {audience + "events " + audience + "more", "events more"},
		" ":                                    {audience + "events " + audience + "more", "events more"},
		audience + "more":                      {"", "more"},
		audience + "more " + audience + "more": {audience + "more", "more"},
	} {
		var given struct{ Scope string }
		a := c.token("events", "events secret+", url.Values{"scope": {asked}})
		a.decode(t, &given)
		if claim := c.claims(a.accessToken(t))["scope"]; given.Scope != want.told || claim != want.claim {
			t.Errorf("asked for %q, told %q, given %q", asked, given.Scope, claim)
		}
	}
}

// TestKeySurvives: a gateway that has cached the keys goes on after a restart.
func TestKeySurvives(t *testing.T) {
	o := kept(t, cxifOptions(t))
	keys := func() (text json.RawMessage) {
		d, err := desk.New(o)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		w := httptest.NewRecorder()
		d.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/admin/v1/SigningCert/jwk", nil))
		return w.Body.Bytes()
	}
	first := keys()
	if diff := cmp.Diff(string(first), string(keys())); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(string(first), `"d":`) {
		t.Error("the private key is published")
	}
}

func TestTokensExpire(t *testing.T) {
	o := cxifOptions(t)
	clock := &handClock{now: noon()}
	o.Clock = clock.Now
	c := start(t, o)
	admin := "Bearer " + c.token("cxif-admin", "admin secret", url.Values{}).accessToken(t)
	clock.forward(time.Hour - time.Second)
	c.must(200, "GET", registrations, "", "Authorization", admin)
	clock.forward(2 * time.Second)
	c.tmf(401, "not valid", "GET", registrations, "", "Authorization", admin)
}
