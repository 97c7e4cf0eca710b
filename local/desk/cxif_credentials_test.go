package desk_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// identity is an identity provider that numbers its tokens, and returns how many it
// has given. They live for an hour.
func identity(t *testing.T) (address string, given *atomic.Int64) {
	given = &atomic.Int64{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, secret, _ := r.BasicAuth()
		if r.FormValue("grant_type") != "client_credentials" || r.FormValue("scope") != "a b" || id != "c%2F" || secret != "s" {
			t.Errorf("asked with %v as %s", r.PostForm, id)
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"access_token":"t%d","token_type":"bearer","expires_in":3600}`, given.Add(1))
	}))
	t.Cleanup(server.Close)
	return server.URL, given
}

// TestTokenIsKept until it expires, and is asked for anew once after a 401.
func TestTokenIsKept(t *testing.T) {
	o, clock := byHand(cxifOptions(t))
	c, l := start(t, o), listen(t)
	address, given := identity(t)
	c.register(registration(l.URL, "", `"oidc-client-credentials":{"identity-uri":"`+address+`","client-id":"c/","client-secret":"s","scope":"a b"}`))
	steps := []struct {
		name    string
		pass    time.Duration
		answers []int
		tokens  []string // that the listener saw
		outcome string
	}{
		{"first", 0, nil, []string{"t1"}, "delivered"},
		{"kept", 0, nil, []string{"t1"}, "delivered"},
		{"nearly expired", time.Hour - 9*time.Second, nil, []string{"t2"}, "delivered"},
		{"refused once", 0, []int{401}, []string{"t2", "t3"}, "delivered"},
		{"refused for good", 0, []int{401, 401}, []string{"t3", "t4"}, "failed"},
		{"as good as before", 0, nil, []string{"t4"}, "delivered"},
	}
	for _, step := range steps {
		clock.forward(step.pass)
		before := len(l.taken())
		l.answers = step.answers
		d := c.publish(ticketCreated)[0]
		var tokens []string
		for _, got := range l.taken()[before:] {
			tokens = append(tokens, strings.TrimPrefix(got.authorization, "Bearer "))
		}
		if diff := cmp.Diff(step.tokens, tokens); diff != "" || d.Outcome != step.outcome {
			t.Errorf("%s: %s, %s", step.name, d.Outcome, diff)
		}
	}
	if given.Load() != 4 {
		t.Errorf("%d tokens were given", given.Load())
	}
}

// TestTokenWithoutAnEnd is used once: nobody says how long it can be used.
func TestTokenWithoutAnEnd(t *testing.T) {
	c, l := start(t, cxifOptions(t)), listen(t)
	var given atomic.Int64
	provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"access_token":"t%d","token_type":"bearer"}`, given.Add(1))
	}))
	t.Cleanup(provider.Close)
	c.register(registration(l.URL, "", `"oidc-client-credentials":{"identity-uri":"`+provider.URL+`","client-id":"c","client-secret":"s"}`))
	c.publish(ticketCreated)
	c.publish(ticketCreated)
	if got := l.taken(); len(got) != 2 || got[0].authorization != "Bearer t1" || got[1].authorization != "Bearer t2" {
		t.Errorf("%v", got)
	}
}

// TestChangedCredentials: a token of the old ones is not shown any more.
func TestChangedCredentials(t *testing.T) {
	c, l := start(t, cxifOptions(t)), listen(t)
	one := registrations + "/" + c.register(registration(l.URL, "", c.oidc("wrong")))
	if d := c.publish(ticketCreated)[0]; d.Outcome != "waiting" {
		t.Errorf("%+v", d)
	}
	c.must(200, "PATCH", one, `[{"op":"replace","path":"/listener-locality/external-listener/listener-auth/oidc-client-credentials/client-secret","value":"events secret+"}]`)
	if d := c.publish(ticketCreated)[0]; d.Outcome != "delivered" {
		t.Errorf("%+v", d)
	}
	claims := c.claims(strings.TrimPrefix(l.taken()[0].authorization, "Bearer "))
	if claims["client_id"] != "events" || claims["scope"] != "events" {
		t.Errorf("%v", claims)
	}
}
