package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/cxif"
	"github.com/google/go-cmp/cmp"
)

const (
	providerType     = "pulumi:providers:cxif"
	registrationType = "cxif:index:ListenerRegistration"
	hubType          = "cxif:index:HubSubscription"
)

// noListeners is a stack without the events' flow.
var noListeners = map[string]string{"listeners": "[]"}

func TestListenersAreRegisteredAsSet(t *testing.T) {
	r := succeed(t, &run{})
	client := map[string]any{
		"identityUri": "http://127.0.0.1:8482/oauth2/v1/token", "clientId": "cxbridge-events",
		"clientSecret": "local-events-secret", "scope": "https://gateway.cxbridge.example/events",
	}
	want := map[string]any{
		"listenerUrl": "https://gateway.example/webhooks/events/troubleTicket",
		"affiliatedApis": []any{map[string]any{
			"apiName": "troubleTicket", "apiId": "orcl-621", "apiVersion": "v4",
			"query": `(/eventType eq "TroubleTicketCreateEvent" or /eventType eq "TroubleTicketAttributeValueChangeEvent" or ` +
				`/eventType eq "TroubleTicketStatusChangeEvent" or /eventType eq "TroubleTicketResolvedEvent")`,
		}},
		"oidcClientCredentials": client,
	}
	if diff := cmp.Diff(want, r.one(t, registrationType, "troubleTicket").plain()); diff != "" {
		t.Errorf("registration (-want +got):\n%s", diff)
	}
	want = map[string]any{
		"listenerUrl": "https://gateway.example/webhooks/events/customerBillManagement",
		"affiliatedApis": []any{map[string]any{
			"apiName": "customerBillManagement", "apiNumber": "orcl-678", "apiVersion": "v5",
		}},
		"oidcClientCredentials": client,
	}
	if diff := cmp.Diff(want, r.one(t, registrationType, "customerBillManagement").plain()); diff != "" {
		t.Errorf("registration by number (-want +got):\n%s", diff)
	}
	want = map[string]any{
		"hub":      "/productOrderingManagement/v4/hub",
		"callback": "https://gateway.example/webhooks/events/productOrderingManagement",
		"query":    `(/eventType eq "ProductOrderCreateEvent" or /eventType eq "ProductOrderStateChangeEvent")`,
		"basic":    map[string]any{"username": "events", "password": "local-events-password"},
	}
	if diff := cmp.Diff(want, r.one(t, hubType, "productOrderingManagement").plain()); diff != "" {
		t.Errorf("subscription (-want +got):\n%s", diff)
	}
}

func TestListenersAreRegisteredAtTheApplication(t *testing.T) {
	for name, test := range map[string]struct {
		changes map[string]string
		want    map[string]any
	}{
		"with a password": {nil, map[string]any{
			"endpoint": "http://127.0.0.1:8482", "username": "cxbridge", "password": "local-desk-password",
		}},
		"as a client in a workspace": {map[string]string{
			"cxif": `{"endpoint":"https://cxif.example.com","workspace":"01",
				"oidcClientCredentials":{"identityUri":"https://idp.example.com/token","clientId":"admin","scope":"all"}}`,
			"cxifClientSecret": "an administrator's secret",
		}, map[string]any{
			"endpoint": "https://cxif.example.com", "workspace": "01", "identityUri": "https://idp.example.com/token",
			"clientId": "admin", "clientSecret": "an administrator's secret", "scope": "all",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			provider := succeed(t, &run{changes: test.changes}).one(t, providerType, "cxif")
			if diff := cmp.Diff(test.want, provider.plain()); diff != "" {
				t.Errorf("provider (-want +got):\n%s", diff)
			}
		})
	}
}

// The application may call as soon as it knows the listener, and until it has forgotten it.
func TestListenersComeAfterWhatServesThem(t *testing.T) {
	r := succeed(t, &run{})
	before := []registered{
		r.one(t, deploymentType, "webhooks"), r.one(t, policyType, "events"), r.one(t, policyType, "authorizer"), r.one(t, groupsType, "events"),
	}
	for _, listener := range append(r.all(registrationType), r.all(hubType)...) {
		after := listener.RegisterRPC.GetDependencies()
		for _, one := range before {
			if !slices.Contains(after, string(one.urn)) {
				t.Errorf("%s does not depend on %s", listener.urn, one.urn)
			}
		}
	}
}

func TestListenersAreTheProjectsOwnProviders(t *testing.T) {
	r := succeed(t, &run{})
	provider := r.one(t, providerType, "cxif")
	all := append(r.all(registrationType), r.all(hubType)...)
	if len(all) != 3 {
		t.Fatalf("%d listeners", len(all))
	}
	for _, one := range append(all, provider) {
		if one.RegisterRPC.GetVersion() != cxif.Version {
			t.Errorf("%s wants provider version %q", one.urn, one.RegisterRPC.GetVersion())
		}
	}
	for _, one := range all {
		if reference := one.RegisterRPC.GetProvider(); !strings.HasPrefix(reference, string(provider.urn)+"::") {
			t.Errorf("%s is provided by %q", one.urn, reference)
		}
	}
}

func TestWithoutListenersThereIsNoEventFlow(t *testing.T) {
	r := succeed(t, &run{changes: noListeners})
	for _, one := range r.all("") {
		if strings.Contains(one.TypeToken, "cxif") || one.Name == "event-to-incident" || one.Name == "events" || one.Name == "listeners" {
			t.Errorf("there is %s", one.urn)
		}
	}
	r.one(t, tableType, "ledger") // of the alarms' flow
}

func TestLedgerOfEventsAlone(t *testing.T) {
	r := succeed(t, &run{changes: map[string]string{
		"b2cserviceContactId": "", "alarms": "[]", "eventToIncident": `{"b2cserviceContactId":7}`,
	}})
	config := r.one(t, functionType, "event-to-incident").plain()["config"].(map[string]any)
	if config["ledger_table_ocid"] != r.one(t, tableType, "ledger").id || config["b2cservice_contact_id"] != "7" {
		t.Errorf("configuration %v", config)
	}
	for _, one := range r.all(functionType) {
		if one.Name == "alarm-to-incident" {
			t.Errorf("there is %s", one.urn)
		}
	}
}
