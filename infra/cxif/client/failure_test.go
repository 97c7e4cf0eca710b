package client_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/cxif/client"
	"github.com/cxbridge/cxbridge/infra/cxif/cxiftest"
)

// TestCreatedOnce: whatever happens to the answers, there is one registration, and its id is known.
func TestCreatedOnce(t *testing.T) {
	lost := cxiftest.Fault{After: true}
	for name, faults := range map[string][]cxiftest.Fault{
		"the answer is lost":                   {lost},
		"the answer is an error, but made":     {{Status: 503, After: true}},
		"the answer is not JSON":               {{Status: 201, Body: "created!", After: true}},
		"the answer holds no id":               {{Status: 201, Body: "{}", After: true}},
		"throttled":                            {{Status: 429}, {Status: 429}},
		"down for a while":                     {{Status: 502, Body: "<html>"}, {Status: 503}, {}},
		"down, then lost":                      {{Status: 500}, lost},
		"lost at the last attempt":             {{}, {}, {}, {}, lost},
		"lost, and the look fails for a while": {lost},
	} {
		t.Run(name, func(t *testing.T) {
			application := cxiftest.New(t)
			c := newClient(t, application.URL, account())
			if _, err := c.Register(t.Context(), tickets()); err != nil { // somebody else's, of the same kind
				t.Fatal(err)
			}
			application.Fail(http.MethodPost, faults...)
			if strings.Contains(name, "the look fails") {
				application.Fail(http.MethodGet, cxiftest.Fault{Status: 200}, cxiftest.Fault{Status: 500}, cxiftest.Fault{})
			}
			id, err := c.Register(t.Context(), tickets())
			if err != nil {
				t.Fatal(err)
			}
			if made := application.Registrations(); len(made) != 2 || made[id] == nil || id == "listener-registration1" {
				t.Errorf("id %s of %v", id, made)
			}
		})
	}
}

// TestInterrupted: what was made in the very moment of an interrupt is not forgotten.
func TestInterrupted(t *testing.T) {
	application := cxiftest.New(t)
	address, err := url.Parse(application.URL)
	if err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			httputil.NewSingleHostReverseProxy(address).ServeHTTP(httptest.NewRecorder(), r)
			interrupt()
			panic(http.ErrAbortHandler)
		}
		httputil.NewSingleHostReverseProxy(address).ServeHTTP(w, r)
	}))
	defer proxy.Close()
	id, err := newClient(t, proxy.URL, account()).Register(ctx, tickets())
	if err != nil || application.Registrations()[id] == nil {
		t.Errorf("id %q, %v of %v", id, err, application.Registrations())
	}
}

// TestNotKnown: if nobody can tell whether a registration was made, the error says so, and nothing is posted again.
func TestNotKnown(t *testing.T) {
	application := cxiftest.New(t)
	application.Fail(http.MethodPost, cxiftest.Fault{After: true})
	down := make([]cxiftest.Fault, 100)
	application.Fail(http.MethodGet, append([]cxiftest.Fault{{Status: 200}}, down...)...)
	_, err := newClient(t, application.URL, account()).Register(t.Context(), tickets())
	if err == nil || !strings.Contains(err.Error(), "it may have taken effect") {
		t.Errorf("err = %v", err)
	}
	if posts := application.Requests(http.MethodPost); len(posts) != 1 {
		t.Errorf("%d POSTs", len(posts))
	}
}

// TestRefused: an error says what was asked, what was answered, and what to do; it never tells a secret.
func TestRefused(t *testing.T) {
	for name, test := range map[string]struct {
		fault cxiftest.Fault
		want  []string
	}{
		"TM Forum's error": {cxiftest.Fault{Status: 400, Body: `{"code":21,"reason":"Invalid","message":"the secret listener-secret of ` + cxiftest.Password + ` is too short"}`},
			[]string{"POST /admin/01/listenerRegistrations: status 400: 21: Invalid: the secret [secret] of [secret] is too short"}},
		"conflict":     {cxiftest.Fault{Status: 409}, []string{"409", "pulumi import"}},
		"account":      {cxiftest.Fault{Status: 401}, []string{"401", "user name and password"}},
		"forbidden":    {cxiftest.Fault{Status: 403}, []string{"403", "administer"}},
		"proxy's page": {cxiftest.Fault{Status: 404, Body: "<html>listener-secret</html>"}, []string{"404", "endpoint"}},
		"redirect":     {cxiftest.Fault{Status: 307, Body: "listener-secret"}, []string{"307", "a redirect", "endpoint"}},
		"long":         {cxiftest.Fault{Status: 400, Body: `{"code":"1","reason":"` + strings.Repeat("ä", 5000) + `"}`}, []string{"…"}},
	} {
		t.Run(name, func(t *testing.T) {
			application := cxiftest.New(t)
			application.Fail(http.MethodPost, test.fault)
			_, err := newClient(t, application.URL, account()).Register(t.Context(), tickets())
			if err == nil || strings.Contains(err.Error(), "listener-secret") || len(err.Error()) > 600 {
				t.Fatalf("err = %v", err)
			}
			for _, part := range test.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not say %q", err, part)
				}
			}
			if posts := application.Requests(http.MethodPost); len(posts) != 1 {
				t.Errorf("what was refused was posted %d times", len(posts))
			}
		})
	}
}

// TestEscapedSecret: an application that quotes the body back tells the secret as JSON spells it.
func TestEscapedSecret(t *testing.T) {
	application := cxiftest.New(t)
	application.Fail(http.MethodPost, cxiftest.Fault{Status: 400, Body: `{"code":"1","reason":"in {\"password\":\"s3\\u0026\\\"cret\"}"}`})
	secret := client.Auth{Basic: &client.Basic{Username: "u", Password: `s3&"cret`}}
	_, err := newClient(t, application.URL, account()).Register(t.Context(), tickets().WithAuth(secret))
	if err == nil || !strings.Contains(err.Error(), `in {"password":"[secret]"}`) {
		t.Errorf("err = %v", err)
	}
}

// TestGone: only the application itself can say that something is gone.
func TestGone(t *testing.T) {
	for body, gone := range map[string]bool{
		"": true, `{"code":"60","reason":"no such registration"}`: true, "<html>not found</html>": false, `{"error":"no route"}`: false,
		`{"code":404,"message":"Not Found"}`: false, // an API gateway that has no such route
	} {
		application := cxiftest.New(t)
		application.Fail(http.MethodGet, cxiftest.Fault{Status: 404, Body: body})
		_, err := newClient(t, application.URL, account()).Registration(t.Context(), "x")
		if client.Gone(err) != gone || gone == strings.Contains(err.Error(), "what stands before it") {
			t.Errorf("%q: gone is %v: %v", body, !gone, err)
		}
	}
}

// TestNoToken: an identity provider's refusal is told, without secrets, and the application is not asked.
func TestNoToken(t *testing.T) {
	application := cxiftest.New(t)
	auth := client.Auth{OIDC: &client.OIDC{IdentityURI: application.TokenURL, ClientID: cxiftest.ClientID, ClientSecret: "wrong-secret"}}
	_, err := newClient(t, application.URL, auth).Register(t.Context(), tickets())
	if err == nil || !strings.Contains(err.Error(), "getting a token") || !strings.Contains(err.Error(), "401") || strings.Contains(err.Error(), "wrong-secret") {
		t.Errorf("err = %v", err)
	}
	if n := len(application.Requests("")); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// TestNoTokenEndpoint: that the identity provider has no such endpoint says nothing of a registration, which must neither be
// taken for gone nor for deleted.
func TestNoTokenEndpoint(t *testing.T) {
	application := cxiftest.New(t)
	id, err := newClient(t, application.URL, account()).Register(t.Context(), tickets())
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	defer elsewhere.Close()
	c := newClient(t, application.URL, client.Auth{OIDC: &client.OIDC{
		IdentityURI: elsewhere.URL + "/token", ClientID: cxiftest.ClientID, ClientSecret: cxiftest.ClientSecret,
	}})
	if _, err := c.Registration(t.Context(), id); err == nil || client.Gone(err) || !strings.Contains(err.Error(), "identityUri") {
		t.Errorf("read: gone is %v: %v", client.Gone(err), err)
	}
	if err := c.Unregister(t.Context(), id); err == nil {
		t.Error("the registration passes for deleted")
	}
}

// TestNobodyThere: a call without an answer ends after a few attempts.
func TestNobodyThere(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	_, err := newClient(t, server.URL, account()).Register(t.Context(), tickets())
	if err == nil || !strings.Contains(err.Error(), "connection refused") || !strings.Contains(err.Error(), "whether the application is up") {
		t.Errorf("err = %v", err)
	}
}

// TestHugeAnswer: no more is read than anybody would have written.
func TestHugeAnswer(t *testing.T) {
	application := cxiftest.New(t)
	application.Fail(http.MethodGet, cxiftest.Fault{Status: 203, Body: `{"id":"` + strings.Repeat("x", 5<<20) + `"}`})
	_, err := newClient(t, application.URL, account()).Registration(t.Context(), "x")
	if err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("err = %v", err)
	}
}

// TestUpdateAgain: a patch whose answer is lost is not applied twice.
func TestUpdateAgain(t *testing.T) {
	application := cxiftest.New(t)
	c := newClient(t, application.URL, account())
	id, err := c.Register(t.Context(), tickets())
	if err != nil {
		t.Fatal(err)
	}
	application.Fail(http.MethodPatch, cxiftest.Fault{After: true})
	err = c.Update(t.Context(), id, tickets().Auth(), func(client.Registration) client.Registration {
		wanted := tickets()
		wanted.AffiliatedAPIs = append(wanted.AffiliatedAPIs, client.AffiliatedAPI{Name: "partyManagement", ID: "orcl-632", Version: "v4"})
		return wanted
	})
	if err != nil {
		t.Fatal(err)
	}
	if apis := application.Registrations()[id]["affiliated-apis"].([]any); len(apis) != 2 {
		t.Errorf("the APIs are %v", apis)
	}
}
