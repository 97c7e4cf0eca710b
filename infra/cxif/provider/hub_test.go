package provider_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/cxif/cxiftest"
	"github.com/google/go-cmp/cmp"
	p "github.com/pulumi/pulumi-go-provider"
)

func subscription() object {
	return object{
		"hub": "/troubleTicket/v4/hub", "callback": "https://gateway.example.com/events", "query": query,
		"basic": object{"username": "events", "password": secret("listener-secret")},
	}
}

// TestHub is a subscription's life as the engine leads it.
func TestHub(t *testing.T) {
	r := newRig(t)
	made := r.create(hubURN, subscription())
	asked := r.application.Requests("")
	asked = asked[len(asked)-3:] // after the look at what there is
	want := []cxiftest.Request{
		{Method: http.MethodPost, Path: "/troubleTicket/v4/hub",
			Body: `{"callback":"https://gateway.example.com/events","query":"(/eventType eq \"TroubleTicketCreateEvent\")"}`},
		{Method: http.MethodGet, Path: "/admin/01/listenerRegistrations/" + made.id},
		{Method: http.MethodPatch, Path: "/admin/01/listenerRegistrations/" + made.id,
			Body: `[{"value":{"basic":{"password":"listener-secret","username":"events"}},"op":"add","path":"/listener-locality/external-listener/listener-auth"}]`},
	}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("what was asked (-want +got):\n%s", diff)
	}
	if now := r.read(made); !equal(now.properties, made.properties) {
		t.Errorf("a refresh without a change finds %v in place of %v", now.properties, made.properties)
	}
	updated := r.update(made, subscription().with("query", nil).with("callback", "https://gateway.example.com/elsewhere"))
	if now := r.read(made); !equal(now.properties, updated.properties) {
		t.Errorf("after the update there is %v", now.properties)
	}
	r.delete(updated)
	if now := r.read(updated); now.id != "" || len(r.application.Registrations()) != 0 {
		t.Errorf("after the end there is %v", now)
	}
	r.delete(updated)
}

// TestHubReplaced: another hub is another subscription, all else is updated.
func TestHubReplaced(t *testing.T) {
	r := newRig(t)
	was := r.check(hubURN, subscription())
	for _, test := range []struct {
		property string
		value    any
		kind     p.DiffKind
	}{
		{"hub", "/customerBillManagement/v5/hub", p.UpdateReplace},
		{"callback", "https://gateway.example.com/elsewhere", p.Update},
		{"query", nil, p.Delete},
	} {
		diff, err := r.server.Diff(p.DiffRequest{
			Urn: hubURN, ID: "x", State: was, OldInputs: was, Inputs: r.check(hubURN, subscription().with(test.property, test.value)),
		})
		if err != nil || len(diff.DetailedDiff) != 1 || diff.DetailedDiff[test.property].Kind != test.kind {
			t.Errorf("%s: %v, %v", test.property, diff, err)
		}
	}
}

// TestHubWithoutCredentials: a subscription that could not be given its credentials is in the state, and the next update
// completes it.
func TestHubWithoutCredentials(t *testing.T) {
	r := newRig(t)
	r.application.Fail(http.MethodPatch, cxiftest.Fault{Status: 400, Body: `{"code":"1","reason":"no to listener-secret"}`})
	made, err := r.server.Create(p.CreateRequest{Urn: hubURN, Properties: r.check(hubURN, subscription())})
	if err == nil || made.ID == "" || made.PartialState == nil || !strings.Contains(made.PartialState.Reasons[0], "no to [secret]") {
		t.Fatalf("%v, %v", made, err)
	}
	r.update(state{hubURN, made.ID, made.Properties}, subscription())
	if document := marshal(t, r.application.Registrations()[made.ID]); !strings.Contains(document, "listener-secret") {
		t.Errorf("the registration is %s", document)
	}
	if posts := r.application.Requests(http.MethodPost); len(posts) != 1 {
		t.Errorf("%d subscriptions were made", len(posts))
	}
}

// TestHubImport: the hub is part of what is imported, as a registration does not tell it.
func TestHubImport(t *testing.T) {
	r := newRig(t)
	made := r.create(hubURN, subscription())
	imported := r.read(state{urn: hubURN, id: "/troubleTicket/v4/hub/" + made.id})
	if imported.id != made.id || imported.properties.Get("hub").AsString() != "/troubleTicket/v4/hub" || imported.properties.Get("query").AsString() != query {
		t.Errorf("import: %v", imported)
	}
	if _, err := r.server.Read(p.ReadRequest{Urn: hubURN, ID: made.id}); err == nil || !strings.Contains(err.Error(), "/troubleTicket/v4/hub/abc") {
		t.Errorf("import without a hub: %v", err)
	}
	// Its end would be sought at the wrong hub, and a 404 there be taken for it.
	if _, err := r.server.Read(p.ReadRequest{Urn: hubURN, ID: "/customerBillManagement/v5/hub/" + made.id}); err == nil ||
		!strings.Contains(err.Error(), "troubleTicket v4") {
		t.Errorf("import by another API's hub: %v", err)
	}
}
