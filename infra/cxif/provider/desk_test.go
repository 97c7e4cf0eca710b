package provider_test

import (
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/cxbridge/cxbridge/local/desk"
	"github.com/cxbridge/cxbridge/local/desk/cxif"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// newDesk is the simulator, by the ways to administer its listeners.
func newDesk(t *testing.T) map[string]object {
	t.Helper()
	simulator, err := desk.New(desk.Options{
		Path: filepath.Join(t.TempDir(), "desk.db"), User: "cxbridge", Password: "desk-password",
		Clients: []cxif.Client{{ID: cxif.AdminClient, Secret: "admin-secret"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(simulator.Handler())
	t.Cleanup(func() { server.Close(); simulator.Close() })
	return map[string]object{
		"basic": {"endpoint": server.URL, "username": "cxbridge", "password": secret("desk-password")},
		"OAuth in a workspace": {"endpoint": server.URL, "workspace": "01", "identityUri": server.URL + "/oauth2/v1/token",
			"clientId": cxif.AdminClient, "clientSecret": secret("admin-secret")},
	}
}

// TestSimulator leads both kinds of listeners through their life at the simulator, which is stricter than the fake.
func TestSimulator(t *testing.T) {
	for name, account := range newDesk(t) {
		for urn, stages := range map[resource.URN][]object{
			registrationURN: {
				tickets(),
				api("query", `(/eventType eq "TroubleTicketResolvedEvent" or /eventType eq "TroubleTicketCreateEvent")`),
				api("query", nil).with("listenerUrl", "https://gateway.example.com/elsewhere"),
				tickets().with("oidcClientCredentials", nil).with("basic", object{"username": "u", "password": secret("first")}),
				tickets().with("oidcClientCredentials", nil).with("basic", object{"username": "u", "password": secret("second")}),
				tickets().with("affiliatedApis", []object{
					{"apiName": "troubleTicket", "apiNumber": "orcl-621", "apiVersion": "v4"},
					{"apiName": "productOrderingManagement", "apiId": "orcl-622", "apiVersion": "v4"},
				}),
				tickets(),
			},
			hubURN: {subscription(), subscription().with("query", nil), subscription().with("callback", "https://gateway.example.com/elsewhere")},
		} {
			t.Run(name+" "+urn.Type().Name().String(), func(t *testing.T) {
				r := &rig{T: t, server: newServer(t)}
				if err := r.server.Configure(p.ConfigureRequest{Args: account.properties()}); err != nil {
					t.Fatal(err)
				}
				now := r.create(urn, stages[0])
				for i, stage := range stages {
					now = r.update(now, stage)
					if read := r.read(now); !equal(read.properties, now.properties) {
						t.Fatalf("stage %d: a refresh finds %v in place of %v", i, read.properties, now.properties)
					}
				}
				r.delete(now)
				if read := r.read(now); read.id != "" {
					t.Errorf("after the end there is %v", read)
				}
			})
		}
	}
}
