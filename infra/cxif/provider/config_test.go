package provider_test

import (
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/cxif/cxiftest"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

var oauth = object{"endpoint": "https://cxif.example.com", "identityUri": "https://id.example.com/token", "clientId": "c", "clientSecret": "s"}

func TestConfigurationFaults(t *testing.T) {
	basic := object{"endpoint": "https://cxif.example.com", "workspace": "01", "username": "u", "password": "0123"}
	for want, config := range map[string]object{
		"":                                    basic,
		" ":                                   oauth.with("endpoint", unknown).with("clientSecret", unknown),
		"endpoint: a whole URL":               basic.with("endpoint", nil),
		"endpoint: scheme":                    basic.with("endpoint", "http://cxif.example.com"),
		`workspace "a/b"`:                     basic.with("workspace", "a/b"),
		"there is neither":                    basic.with("username", nil).with("password", nil),
		"there are both":                      basic.with("identityUri", "https://id.example.com").with("clientId", "c").with("clientSecret", "s"),
		"username and password belong":        basic.with("password", nil),
		"identityUri, clientId and clientSec": oauth.with("clientSecret", nil),
		"a text is needed":                    basic.with("workspace", property.New(1.0)),
	} {
		checked, err := newServer(t).CheckConfig(p.CheckRequest{Urn: providerURN, Inputs: config.properties()})
		if err != nil {
			t.Fatal(err)
		}
		reasons := ""
		for _, failure := range checked.Failures {
			reasons += failure.Reason
		}
		if !strings.Contains(reasons, strings.TrimSpace(want)) || (strings.TrimSpace(want) == "") != (reasons == "") {
			t.Errorf("faults %q, want %q", reasons, want)
		}
		for _, name := range []string{"password", "clientSecret"} {
			if v, given := checked.Inputs.GetOk(name); given && !v.Secret() {
				t.Errorf("%s is no secret: %v", name, v)
			}
		}
	}
}

// TestConfigurationTexts: a password that looks like JSON is a text all the same.
func TestConfigurationTexts(t *testing.T) {
	for _, password := range []string{"123456", "true", "null", `"quoted"`, `{"a":1}`, "[]"} {
		checked, err := newServer(t).CheckConfig(p.CheckRequest{
			Urn: providerURN, Inputs: object{"endpoint": "https://x.example", "username": "u", "password": password}.properties(),
		})
		if err != nil || len(checked.Failures) > 0 || checked.Inputs.Get("password").AsString() != password {
			t.Errorf("%s: %v, %v", password, checked, err)
		}
	}
}

// TestConfigurationDiff: another application replaces the provider, another account does not.
func TestConfigurationDiff(t *testing.T) {
	was := object{"endpoint": "https://cxif.example.com", "username": "u", "password": secret("p")}
	for _, test := range []struct {
		is      object
		changes map[string]p.DiffKind
	}{
		{was, nil},
		{was.with("password", "p"), nil},
		{was.with("password", "q"), map[string]p.DiffKind{"password": p.Update}},
		{was.with("workspace", "02"), map[string]p.DiffKind{"workspace": p.UpdateReplace}},
		{was.with("endpoint", "https://other.example.com"), map[string]p.DiffKind{"endpoint": p.UpdateReplace}},
		{oauth, map[string]p.DiffKind{"username": p.Update, "password": p.Update, "identityUri": p.Update, "clientId": p.Update, "clientSecret": p.Update}},
	} {
		diff, err := newServer(t).DiffConfig(p.DiffRequest{Urn: providerURN, OldInputs: was.properties(), Inputs: test.is.properties()})
		if err != nil || diff.HasChanges != (len(test.changes) > 0) || len(diff.DetailedDiff) != len(test.changes) {
			t.Fatalf("%v: %v, %v", test.is, diff, err)
		}
		for name, kind := range test.changes {
			if diff.DetailedDiff[name].Kind != kind {
				t.Errorf("%s: %s, want %s", name, diff.DetailedDiff[name].Kind, kind)
			}
		}
	}
}

// TestOAuth: the provider's account may be an OAuth client.
func TestOAuth(t *testing.T) {
	application := cxiftest.New(t)
	r := &rig{T: t, application: application, server: newServer(t)}
	err := r.server.Configure(p.ConfigureRequest{Args: object{
		"endpoint": application.URL, "identityUri": application.TokenURL, "clientId": cxiftest.ClientID, "clientSecret": secret(cxiftest.ClientSecret),
	}.properties()})
	if err != nil {
		t.Fatal(err)
	}
	r.delete(r.create(registrationURN, tickets()))
}

// TestWrongAccount says what to do.
func TestWrongAccount(t *testing.T) {
	r := newRig(t)
	server := newServer(t)
	if err := server.Configure(p.ConfigureRequest{Args: configuration(r.application).with("password", secret("wrong-password")).properties()}); err != nil {
		t.Fatal(err)
	}
	_, err := server.Create(p.CreateRequest{Urn: registrationURN, Properties: r.check(registrationURN, tickets())})
	if err == nil || !strings.Contains(err.Error(), "check the provider's user name") || strings.Contains(err.Error(), "wrong-password") {
		t.Errorf("err = %v", err)
	}
}
