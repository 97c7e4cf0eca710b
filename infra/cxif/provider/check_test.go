package provider_test

import (
	"strings"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// api is the listener with one thing changed in its API.
func api(key string, v any) object {
	return tickets().with("affiliatedApis", []object{tickets()["affiliatedApis"].([]object)[0].with(key, v)})
}

// oidc is the listener with one thing changed in its credentials.
func oidc(key string, v any) object {
	return tickets().with("oidcClientCredentials", tickets()["oidcClientCredentials"].(object).with(key, v))
}

// TestFaults: what is wrong is refused before anything is made, and the fault names the property.
func TestFaults(t *testing.T) {
	basic := object{"username": "u", "password": secret("p")}
	for name, test := range map[string]struct {
		urn    resource.URN
		inputs object
		fault  string // property: part of the reason
	}{
		"query":             {registrationURN, api("query", `(/eventType eq "a"`), "affiliatedApis[0].query: expected"},
		"empty query":       {registrationURN, api("query", ""), "affiliatedApis[0].query: query"},
		"hostile query":     {registrationURN, api("query", strings.Repeat("(", 5000)), "affiliatedApis[0].query: query"},
		"id":                {registrationURN, api("apiId", "ORCL-621"), "affiliatedApis[0].apiId: orcl-621"},
		"id and number":     {registrationURN, api("apiNumber", "orcl-621"), "affiliatedApis[0].apiNumber: keep one"},
		"neither":           {registrationURN, api("apiId", nil), "affiliatedApis[0].apiId: needed"},
		"name":              {registrationURN, api("apiName", "trouble ticket"), "affiliatedApis[0].apiName: not an API's name"},
		"version":           {registrationURN, api("apiVersion", "4"), "affiliatedApis[0].apiVersion: such as v4"},
		"no version":        {registrationURN, api("apiVersion", nil), "affiliatedApis[0]: issing required field 'apiVersion'"},
		"no API":            {registrationURN, tickets().with("affiliatedApis", []object{}), "affiliatedApis: at least one"},
		"URL":               {registrationURN, tickets().with("listenerUrl", "http://gateway.example.com"), "listenerUrl: https"},
		"identity URI":      {registrationURN, oidc("identityUri", "http://id.example.com"), "oidcClientCredentials.identityUri: https"},
		"empty secret":      {registrationURN, oidc("clientSecret", ""), "oidcClientCredentials.clientSecret: empty"},
		"two credentials":   {registrationURN, tickets().with("basic", basic), "basic: keep one"},
		"no credentials":    {registrationURN, tickets().with("oidcClientCredentials", nil), "basic: one of"},
		"empty user name":   {hubURN, subscription().with("basic", basic.with("username", "")), "basic.username: empty"},
		"hub":               {hubURN, subscription().with("hub", "troubleTicket/v4/hub"), "hub: such as"},
		"callback":          {hubURN, subscription().with("callback", "gateway"), "callback: whole URL"},
		"query of a hub":    {hubURN, subscription().with("query", "eventType=a"), "query: query"},
		"unknown property":  {hubURN, subscription().with("apiVersion", "v4"), "apiVersion: nrecognized"},
		"wrong kind":        {hubURN, subscription().with("callback", object{}), "callback: "},
		"URL with password": {hubURN, subscription().with("callback", "https://u:p4ssw0rd@x"), "callback: password"},
	} {
		t.Run(name, func(t *testing.T) {
			checked, err := newRig(t).server.Check(p.CheckRequest{Urn: test.urn, Inputs: test.inputs.properties()})
			if err != nil || len(checked.Failures) != 1 {
				t.Fatalf("%v, %v", checked.Failures, err)
			}
			property, reason, _ := strings.Cut(test.fault, ": ")
			if got := checked.Failures[0]; got.Property != property || !strings.Contains(got.Reason, reason) || strings.Contains(got.Reason, "p4ssw0rd") {
				t.Errorf("fault %v, want %s", got, test.fault)
			}
		})
	}
}

// TestUnknown: what is not known yet is no fault, and hides no fault of something else.
func TestUnknown(t *testing.T) {
	r := newRig(t)
	for name, inputs := range map[string]object{
		"URL":         tickets().with("listenerUrl", unknown),
		"APIs":        tickets().with("affiliatedApis", unknown),
		"API's id":    api("apiId", unknown),
		"query":       api("query", unknown),
		"credentials": tickets().with("oidcClientCredentials", unknown),
		"secret":      oidc("clientSecret", unknown.WithSecret(true)),
	} {
		checked, err := r.server.Check(p.CheckRequest{Urn: registrationURN, Inputs: inputs.properties()})
		if err != nil || len(checked.Failures) > 0 {
			t.Errorf("%s: %v, %v", name, checked.Failures, err)
		}
		if !property.New(checked.Inputs).HasComputed() {
			t.Errorf("%s: is known all of a sudden: %v", name, checked.Inputs)
		}
		made, err := r.server.Create(p.CreateRequest{Urn: registrationURN, Properties: checked.Inputs, DryRun: true})
		if err != nil || made.ID != "" {
			t.Errorf("%s: preview: %v, %v", name, made, err)
		}
	}
	checked, err := r.server.Check(p.CheckRequest{Urn: registrationURN, Inputs: api("query", "wrong").with("listenerUrl", unknown).properties()})
	if err != nil || len(checked.Failures) != 1 || checked.Failures[0].Property != "affiliatedApis[0].query" {
		t.Errorf("%v, %v", checked.Failures, err)
	}
}
