package provider_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/cxif/cxiftest"
	"github.com/google/go-cmp/cmp"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

const query = `(/eventType eq "TroubleTicketCreateEvent")`

func tickets() object {
	return object{
		"listenerUrl":    "https://gateway.example.com/events",
		"affiliatedApis": []object{{"apiName": "troubleTicket", "apiId": "orcl-621", "apiVersion": "v4", "query": query}},
		"oidcClientCredentials": object{"identityUri": "https://id.example.com/token", "clientId": "c",
			"clientSecret": secret("listener-secret"), "scope": "events"},
	}
}

// TestRegistration is a registration's life as the engine leads it.
func TestRegistration(t *testing.T) {
	r := newRig(t)
	preview, err := r.server.Create(p.CreateRequest{Urn: registrationURN, Properties: r.check(registrationURN, tickets()), DryRun: true})
	if err != nil || preview.ID != "" || len(r.application.Requests("")) != 0 {
		t.Errorf("preview: %v, %v, %v", preview, err, r.application.Requests(""))
	}
	made := r.create(registrationURN, tickets())
	want := `{"@type":"ListenerRegistration","affiliated-apis":[{"api-id":"orcl-621","api-name":"troubleTicket","api-version":"v4","query":"(/eventType eq \"TroubleTicketCreateEvent\")"}],` +
		`"id":"` + made.id + `","listener-locality":{"external-listener":{"listener-auth":{"oidc-client-credentials":{"client-id":"c","client-secret":"listener-secret",` +
		`"identity-uri":"https://id.example.com/token","scope":"events"}},"listener-url":"https://gateway.example.com/events"}},"type":"external"}`
	if diff := cmp.Diff(want, marshal(t, r.application.Registrations()[made.id])); diff != "" {
		t.Errorf("what was registered (-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(r.application.Requests(http.MethodPost)[0].Path, "/admin/01/") {
		t.Errorf("the workspace is missing in %s", r.application.Requests(http.MethodPost)[0].Path)
	}
	if now := r.read(made); !equal(now.properties, made.properties) || now.id != made.id {
		t.Errorf("a refresh without a change finds %v in place of %v", now.properties, made.properties)
	}
	changed := tickets().with("affiliatedApis", []object{{"apiName": "troubleTicket", "apiId": "orcl-621", "apiVersion": "v4"}})
	updated := r.update(made, changed)
	if patch := r.application.Requests(http.MethodPatch); len(patch) != 1 || patch[0].Body != `[{"op":"remove","path":"/affiliated-apis/0/query"}]` {
		t.Errorf("patches: %v", patch)
	}
	r.delete(updated)
	if left := r.application.Registrations(); len(left) != 0 {
		t.Errorf("%v is left", left)
	}
	if now := r.read(updated); now.id != "" {
		t.Errorf("a refresh finds %v after the end", now)
	}
	r.delete(updated)
}

// TestDrift: what somebody else changed comes into the state, so that the next update puts it right.
func TestDrift(t *testing.T) {
	r := newRig(t)
	made := r.create(registrationURN, tickets())
	document := r.application.Registrations()[made.id]
	document["affiliated-apis"].([]any)[0].(map[string]any)["query"] = `(/eventType eq "other")`
	document["listener-locality"].(map[string]any)["external-listener"].(map[string]any)["listener-url"] = "https://elsewhere.example.com/"
	r.application.Put(made.id, document)

	now := r.read(made)
	want := tickets().with("listenerUrl", "https://elsewhere.example.com/").
		with("affiliatedApis", []object{{"apiName": "troubleTicket", "apiId": "orcl-621", "apiVersion": "v4", "query": `(/eventType eq "other")`}})
	if !equal(now.properties, want.properties()) {
		t.Errorf("a refresh finds %v, want %v", now.properties, want.properties())
	}
	diff, err := r.server.Diff(p.DiffRequest{Urn: made.urn, ID: made.id, State: now.properties, OldInputs: now.properties, Inputs: r.check(registrationURN, tickets())})
	if err != nil || !diff.HasChanges || len(diff.DetailedDiff) != 2 {
		t.Errorf("diff: %v, %v", diff, err)
	}
	r.update(now, tickets())
	if again := r.read(made); !equal(again.properties, made.properties) {
		t.Errorf("after the update there is %v", again.properties)
	}
}

// TestSpelling: an application may write the same in another way.
func TestSpelling(t *testing.T) {
	r := newRig(t)
	made := r.create(registrationURN, tickets())
	document := r.application.Registrations()[made.id]
	api := document["affiliated-apis"].([]any)[0].(map[string]any)
	delete(api, "api-id")
	api["api-number"], api["query"] = "orcl-621", `( /eventType   eq "TroubleTicketCreateEvent" )`
	r.application.Put(made.id, document)
	if now := r.read(made); !equal(now.properties, made.properties) {
		t.Errorf("a refresh finds %v", now.properties)
	}
}

// TestSecrets: they are secrets wherever the engine gets them, a hidden one is unchanged, a shown one is compared.
func TestSecrets(t *testing.T) {
	r := newRig(t)
	plain := tickets().with("oidcClientCredentials", object{"identityUri": "https://id.example.com/token", "clientId": "c", "clientSecret": "listener-secret"})
	made := r.create(registrationURN, plain)
	for what, properties := range map[string]property.Map{
		"the inputs": r.check(registrationURN, plain), "the state": made.properties, "the refreshed state": r.read(made).properties,
	} {
		if s := properties.Get("oidcClientCredentials").AsMap().Get("clientSecret"); !s.Secret() || s.AsString() != "listener-secret" {
			t.Errorf("in %s the secret is %#v", what, s)
		}
	}
	r.application.ShowSecrets()
	document := r.application.Registrations()[made.id]
	auth := document["listener-locality"].(map[string]any)["external-listener"].(map[string]any)["listener-auth"].(map[string]any)
	auth["oidc-client-credentials"].(map[string]any)["client-secret"] = "somebody-elses"
	r.application.Put(made.id, document)
	if s := r.read(made).properties.Get("oidcClientCredentials").AsMap().Get("clientSecret"); !s.Secret() || s.AsString() != "somebody-elses" {
		t.Errorf("a secret that was changed is %#v", s)
	}
}

// TestCredentialsChange: one kind takes the other's place, a new secret the old one's.
func TestCredentialsChange(t *testing.T) {
	r := newRig(t)
	made := r.create(registrationURN, tickets())
	basic := tickets().with("oidcClientCredentials", nil).with("basic", object{"username": "u", "password": secret("first")})
	made = r.update(made, basic)
	made = r.update(made, basic.with("basic", object{"username": "u", "password": secret("second")}))
	document := marshal(t, r.application.Registrations()[made.id])
	if !strings.Contains(document, `"listener-auth":{"basic":{"password":"second","username":"u"}}`) {
		t.Errorf("the registration is %s", document)
	}
}

// TestImport: what is there comes under the stack, with all but its secrets, which the next update writes.
func TestImport(t *testing.T) {
	r := newRig(t)
	id := r.create(registrationURN, tickets()).id
	for _, wanted := range []string{id, "01/" + id} {
		imported := r.read(state{urn: registrationURN, id: wanted})
		if imported.id != id || imported.properties.Get("listenerUrl").AsString() != "https://gateway.example.com/events" {
			t.Fatalf("import of %s: %v", wanted, imported)
		}
		r.update(imported, tickets())
	}
	if patches := r.application.Requests(http.MethodPatch); len(patches) != 2 || !strings.Contains(patches[0].Body, "/client-secret") {
		t.Errorf("patches: %v", patches)
	}
	for wrong, want := range map[string]string{"02/" + id: "another workspace", "a/b/c": "is not the id", "..": "is not the id"} {
		_, err := r.server.Read(p.ReadRequest{Urn: registrationURN, ID: wrong})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("import of %s: %v", wrong, err)
		}
	}
	if imported := r.read(state{urn: registrationURN, id: "nobody"}); imported.id != "" {
		t.Errorf("import of what is not there: %v", imported)
	}
}

// TestRefused: an error of the application reaches the user, without the secret that it repeats, and nothing is in the state.
func TestRefused(t *testing.T) {
	r := newRig(t)
	r.application.Fail(http.MethodPost, cxiftest.Fault{Status: 400, Body: `{"code":"21","reason":"bad secret listener-secret"}`})
	made, err := r.server.Create(p.CreateRequest{Urn: registrationURN, Properties: r.check(registrationURN, tickets())})
	if err == nil || made.ID != "" || !strings.Contains(err.Error(), "bad secret [secret]") {
		t.Errorf("%v, %v", made, err)
	}
	r.application.Fail(http.MethodGet, cxiftest.Fault{Status: 404, Body: "<html>"})
	if read, err := r.server.Read(p.ReadRequest{Urn: registrationURN, ID: "x"}); err == nil {
		t.Errorf("a proxy's page is taken for the end of a registration: %v", read)
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
