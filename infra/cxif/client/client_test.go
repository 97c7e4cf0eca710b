package client_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/cenkalti/backoff/v5"
	"github.com/cxbridge/cxbridge/infra/cxif/client"
	"github.com/cxbridge/cxbridge/infra/cxif/cxiftest"
	"github.com/google/go-cmp/cmp"
)

const listenerURL = "https://gateway.example.com/events"

func newClient(t *testing.T, endpoint string, auth client.Auth) *client.Client {
	t.Helper()
	c, err := client.New(client.Options{
		Endpoint: endpoint, Workspace: "01", Auth: auth,
		Pauses: func() backoff.BackOff { return &backoff.ZeroBackOff{} },
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func account() client.Auth {
	return client.Auth{Basic: &client.Basic{Username: cxiftest.Username, Password: cxiftest.Password}}
}

func tickets() client.Registration {
	return client.Listener(listenerURL,
		[]client.AffiliatedAPI{{Name: "troubleTicket", Number: "orcl-621", Version: "v4", Query: `(/eventType eq "a")`}},
		client.Auth{OIDC: &client.OIDC{IdentityURI: "https://id.example.com/token", ClientID: "c", ClientSecret: "listener-secret", Scope: "events"}})
}

// TestLife: a registration is made, read, changed and deleted, by either way to authenticate.
func TestLife(t *testing.T) {
	application := cxiftest.New(t)
	for name, auth := range map[string]client.Auth{
		"basic": account(),
		"OAuth": {OIDC: &client.OIDC{IdentityURI: application.TokenURL, ClientID: cxiftest.ClientID, ClientSecret: cxiftest.ClientSecret}},
	} {
		t.Run(name, func(t *testing.T) {
			c, ctx := newClient(t, application.URL, auth), t.Context()
			id, err := c.Register(ctx, tickets())
			if err != nil {
				t.Fatal(err)
			}
			read, err := c.Registration(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			want := tickets()
			want.ID = id
			if diff := cmp.Diff(want, read.Revealed(tickets().Auth())); diff != "" {
				t.Errorf("what was registered (-want +got):\n%s", diff)
			}
			if err := c.Unregister(ctx, id); err != nil {
				t.Fatal(err)
			}
			if _, err := c.Registration(ctx, id); !client.Gone(err) {
				t.Errorf("after the end: %v", err)
			}
			if err := c.Unregister(ctx, id); err != nil {
				t.Errorf("deleting what is gone: %v", err)
			}
		})
	}
}

// TestUpdate: a patch holds what differs and nothing else.
func TestUpdate(t *testing.T) {
	basic := client.Auth{Basic: &client.Basic{Username: "u", Password: "p"}}
	changedSecret := *tickets().Auth().OIDC
	changedSecret.ClientSecret = "other"
	for name, test := range map[string]struct {
		want  func(client.Registration) client.Registration
		patch string
	}{
		"nothing": {func(r client.Registration) client.Registration { return tickets() }, ""},
		"only the spelling": {func(r client.Registration) client.Registration {
			r = tickets()
			r.AffiliatedAPIs[0].ID, r.AffiliatedAPIs[0].Number = "orcl-621", ""
			r.AffiliatedAPIs[0].Query = `( /eventType  eq "a" )`
			return r
		}, ""},
		"query": {func(client.Registration) client.Registration {
			r := tickets()
			r.AffiliatedAPIs[0].Query = `(/eventType eq "b")`
			return r
		}, `[{"value":"(/eventType eq \"b\")","op":"replace","path":"/affiliated-apis/0/query"}]`},
		"no query": {func(client.Registration) client.Registration {
			r := tickets()
			r.AffiliatedAPIs[0].Query = ""
			return r
		}, `[{"op":"remove","path":"/affiliated-apis/0/query"}]`},
		"URL": {func(r client.Registration) client.Registration { return r.WithURL("https://other.example.com/") },
			`[{"value":"https://other.example.com/","op":"replace","path":"/listener-locality/external-listener/listener-url"}]`},
		"secret": {func(r client.Registration) client.Registration { return r.WithAuth(client.Auth{OIDC: &changedSecret}) },
			`[{"value":"other","op":"add","path":"/listener-locality/external-listener/listener-auth/oidc-client-credentials/client-secret"}]`},
		"another way to authenticate": {func(r client.Registration) client.Registration { return r.WithAuth(basic) },
			`[{"value":{"password":"p","username":"u"},"op":"add","path":"/listener-locality/external-listener/listener-auth/basic"},` +
				`{"op":"remove","path":"/listener-locality/external-listener/listener-auth/oidc-client-credentials"}]`},
		"one API more": {func(client.Registration) client.Registration {
			r := tickets()
			r.AffiliatedAPIs = append(r.AffiliatedAPIs, client.AffiliatedAPI{Name: "customerBillManagement", ID: "orcl-678", Version: "v5"})
			return r
		}, `[{"value":{"api-id":"orcl-678","api-name":"customerBillManagement","api-version":"v5"},"op":"add","path":"/affiliated-apis/-"}]`},
	} {
		t.Run(name, func(t *testing.T) {
			application := cxiftest.New(t)
			c := newClient(t, application.URL, account())
			id, err := c.Register(t.Context(), tickets())
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Update(t.Context(), id, tickets().Auth(), test.want); err != nil {
				t.Fatal(err)
			}
			patch := ""
			for _, request := range application.Requests(http.MethodPatch) {
				patch += request.Body
			}
			if diff := cmp.Diff(test.patch, patch); diff != "" {
				t.Errorf("patch (-want +got):\n%s", diff)
			}
			if application.Registrations()[id]["@type"] == nil {
				t.Error("what this client does not know was lost")
			}
		})
	}
}

// TestSecretOfAnother: a hidden secret is ours only beside our account. Beside another one it is another's, and must be
// written with the account.
func TestSecretOfAnother(t *testing.T) {
	for name, test := range map[string]struct {
		auth, others client.Auth
		want         string
	}{
		"basic": {client.Auth{Basic: &client.Basic{Username: "u", Password: "ours"}}, client.Auth{Basic: &client.Basic{Username: "x", Password: "theirs"}},
			`"listener-auth":{"basic":{"password":"ours","username":"u"}}`},
		"OAuth": {tickets().Auth(), client.Auth{OIDC: &client.OIDC{IdentityURI: "https://id.example.com/token", ClientID: "x", ClientSecret: "theirs", Scope: "events"}},
			`"client-id":"c","client-secret":"listener-secret"`},
	} {
		t.Run(name, func(t *testing.T) {
			application := cxiftest.New(t)
			c := newClient(t, application.URL, account())
			id, err := c.Register(t.Context(), tickets().WithAuth(test.others))
			if err != nil {
				t.Fatal(err)
			}
			err = c.Update(t.Context(), id, test.auth, func(r client.Registration) client.Registration { return r.WithAuth(test.auth) })
			if text := marshal(t, application.Registrations()[id]); err != nil || !strings.Contains(text, test.want) {
				t.Errorf("the registration is %s, %v", text, err)
			}
		})
	}
}

// TestMissingSecret: a secret that an answer does not hold may be hidden, or missing in earnest; a new one is written in
// either case.
func TestMissingSecret(t *testing.T) {
	application := cxiftest.New(t)
	c := newClient(t, application.URL, account())
	id, err := c.Register(t.Context(), tickets())
	if err != nil {
		t.Fatal(err)
	}
	document := application.Registrations()[id]
	auth := document["listener-locality"].(map[string]any)["external-listener"].(map[string]any)["listener-auth"].(map[string]any)
	delete(auth["oidc-client-credentials"].(map[string]any), "client-secret")
	application.Put(id, document)
	changed := *tickets().Auth().OIDC
	changed.ClientSecret = "other"
	err = c.Update(t.Context(), id, tickets().Auth(), func(r client.Registration) client.Registration {
		return r.WithAuth(client.Auth{OIDC: &changed})
	})
	if text := marshal(t, application.Registrations()[id]); err != nil || !strings.Contains(text, `"client-secret":"other"`) {
		t.Errorf("the registration is %s, %v", text, err)
	}
}

func TestHub(t *testing.T) {
	application := cxiftest.New(t)
	c, ctx := newClient(t, application.URL, account()), t.Context()
	hub, err := client.ParseHub("/api/x/troubleTicket/v4/hub")
	if err != nil {
		t.Fatal(err)
	}
	id, err := c.Subscribe(ctx, hub, listenerURL, "")
	if err != nil {
		t.Fatal(err)
	}
	basic := client.Auth{Basic: &client.Basic{Username: "u", Password: "p"}}
	if err := c.Update(ctx, id, client.Auth{}, func(r client.Registration) client.Registration { return r.WithAuth(basic) }); err != nil {
		t.Fatal(err)
	}
	registration := marshal(t, application.Registrations()[id])
	if !strings.Contains(registration, `"listener-auth":{"basic":{"password":"p","username":"u"}}`) {
		t.Errorf("the registration is %s", registration)
	}
	for range 2 { // the second finds it gone
		if err := c.Unsubscribe(ctx, hub, id); err != nil {
			t.Error(err)
		}
	}
}

func TestParseHub(t *testing.T) {
	for _, wrong := range []string{"", "hub", "/hub", "/troubleTicket/hub", "troubleTicket/v4/hub", "/troubleTicket/v4/hub/", "/troubleTicket/4/hub",
		"/../troubleTicket/v4/hub", "/a/./troubleTicket/v4/hub", "/troubleTicket/v4/hub?x", "https://x/troubleTicket/v4/hub", "/a b/v4/hub"} {
		if _, err := client.ParseHub(wrong); err == nil {
			t.Errorf("%q is taken for a hub", wrong)
		}
	}
	hub, err := client.ParseHub("/tmf-api/customerBillManagement/v5/hub")
	if want := (client.AffiliatedAPI{Name: "customerBillManagement", Version: "v5"}); err != nil || hub.API() != want {
		t.Errorf("hub of %v, %v", hub.API(), err)
	}
}

func TestOptionsRefused(t *testing.T) {
	basic := account()
	both := client.Auth{Basic: basic.Basic, OIDC: &client.OIDC{IdentityURI: "https://id.example.com"}}
	for want, options := range map[string]client.Options{
		"endpoint: ":       {Endpoint: "http://cxif.example.com", Auth: basic},
		"workspace":        {Endpoint: "https://cxif.example.com", Workspace: "a/b", Auth: basic},
		"there is neither": {Endpoint: "https://cxif.example.com"},
		"there are both":   {Endpoint: "https://cxif.example.com", Auth: both},
		"identity URI: ":   {Endpoint: "https://cxif.example.com", Auth: client.Auth{OIDC: &client.OIDC{IdentityURI: "http://id.example.com"}}},
	} {
		if _, err := client.New(options); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func TestCheckURL(t *testing.T) {
	for _, right := range []string{"https://a.example/b?c=d", "http://127.0.0.1:8481/events", "http://[::1]/", "http://localhost:80"} {
		if err := client.CheckURL(right); err != nil {
			t.Errorf("%s: %v", right, err)
		}
	}
	for _, wrong := range []string{"", "a.example", "//a.example", "http://a.example", "http://127.0.0.1.example/", "ftp://127.0.0.1", "https://",
		"https://user:secret@a.example", "https://a.example/#b", "https://a b", "javascript:alert(1)", "http://TAXATIONGW_IP:PORT"} {
		if err := client.CheckURL(wrong); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

func marshal(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
