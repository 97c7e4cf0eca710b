package provider

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/fakeoci"
	"github.com/google/go-cmp/cmp"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

const deploymentToken = "oci:ApiGateway/deployment:Deployment"

// authenticated is the sample with other policies.
func (r *rig) authenticated(policies map[string]any) map[string]any {
	sample := maps.Clone(r.samples()[deploymentToken])
	spec := maps.Clone(sample["specification"].(map[string]any))
	spec["requestPolicies"] = policies
	sample["specification"] = spec
	return sample
}

func (r *rig) servers() []any {
	policies := r.samples()[deploymentToken]["specification"].(map[string]any)["requestPolicies"].(map[string]any)
	return policies["dynamicAuthentication"].(map[string]any)["authenticationServers"].([]any)
}

func selecting(servers ...any) map[string]any {
	return map[string]any{"dynamicAuthentication": map[string]any{"authenticationServers": servers,
		"selectionSource": map[string]any{"type": "SINGLE", "selector": "request.path[api]"}}}
}

// TestAuthenticationServersOnTheWire: as oci-go-sdk has them.
func TestAuthenticationServersOnTheWire(t *testing.T) {
	r := newRig(t)
	r.make(deploymentToken, r.samples()[deploymentToken])
	requests := r.fake.Requests(http.MethodPost)
	body := requests[len(requests)-1].Body["specification"].(map[string]any)["requestPolicies"].(map[string]any)
	servers := body["dynamicAuthentication"].(map[string]any)["authenticationServers"].([]any)
	want := []any{
		map[string]any{
			"key": map[string]any{"type": "ANY_OF", "name": "troubleTicket", "values": []any{"troubleTicket"}},
			"authenticationServerDetail": map[string]any{"type": "TOKEN_AUTHENTICATION", "tokenHeader": "Authorization", "tokenAuthScheme": "Bearer",
				"maxClockSkewInSeconds": 10.0, "validationPolicy": map[string]any{"type": "REMOTE_JWKS", "uri": "https://idp.example/jwk", "maxCacheDurationInHours": 1.0,
					"additionalValidationPolicy": map[string]any{"issuers": []any{"https://idp.example/"}, "audiences": []any{"https://gateway.example/"},
						"verifyClaims": []any{map[string]any{"key": "client_id", "values": []any{"events"}, "isRequired": true}}}}},
		},
		map[string]any{
			"key": map[string]any{"type": "WILDCARD", "name": "orders", "expression": "product*"},
			"authenticationServerDetail": map[string]any{"type": "CUSTOM_AUTHENTICATION", "functionId": "ocid1.fnfunc.oc1..a", "cacheKey": []any{"basic_orders"},
				"parameters": map[string]any{"basic_orders": "request.headers[Authorization]"}},
		},
		map[string]any{
			"key": map[string]any{"type": "ANY_OF", "name": "endpoints", "values": []any{"cxbridge-endpoints"}, "isDefault": true},
			"authenticationServerDetail": map[string]any{"type": "CUSTOM_AUTHENTICATION", "functionId": "ocid1.fnfunc.oc1..a", "cacheKey": []any{"secret"},
				"parameters": map[string]any{"secret": "request.headers[X-Secret]"}},
		},
	}
	if diff := cmp.Diff(want, servers); diff != "" {
		t.Errorf("servers (-want +got):\n%s", diff)
	}
}

// TestAuthenticationDefaults: what OCI fills in, or leaves empty, is no difference; what
// somebody changed there is one.
func TestAuthenticationDefaults(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(token, key map[string]any)
		differ bool
	}{
		{"defaults", func(token, key map[string]any) {
			token["isAnonymousAccessAllowed"], token["validationFailurePolicy"], token["tokenQueryParam"] = false, nil, nil
			token["validationPolicy"].(map[string]any)["isSslVerifyDisabled"] = false
			key["isDefault"] = false
		}, false},
		{"another header", func(token, _ map[string]any) { token["tokenHeader"] = "X-Token" }, true},
		{"another value", func(_, key map[string]any) { key["values"] = []any{"changeTicket"} }, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t)
			inputs := r.checked(deploymentToken, r.samples()[deploymentToken])
			made := r.make(deploymentToken, r.samples()[deploymentToken])
			requests := r.fake.Requests(http.MethodPost)
			spec := requests[len(requests)-1].Body["specification"].(map[string]any)
			servers := spec["requestPolicies"].(map[string]any)["dynamicAuthentication"].(map[string]any)["authenticationServers"].([]any)
			first := servers[0].(map[string]any)
			test.change(first["authenticationServerDetail"].(map[string]any), first["key"].(map[string]any))
			r.fake.Change(made.Id, fakeoci.Object{"specification": spec})
			read, err := r.Read(context.Background(), &pulumirpc.ReadRequest{
				Urn: urn(deploymentToken), Id: made.Id, Properties: made.Properties, Inputs: inputs,
			})
			if err != nil {
				t.Fatal(err)
			}
			if d := r.diff(deploymentToken, read.Properties, inputs); (len(d.Diffs) > 0) != test.differ {
				t.Errorf("after a refresh these differ: %v", d.DetailedDiff)
			}
			if same := cmp.Equal(fromStruct(t, inputs), fromStruct(t, read.Inputs)); same == test.differ {
				t.Errorf("the refreshed inputs are the same: %v", same)
			}
		})
	}
}

// TestAuthenticationChanges: any change is one in place, and the other form of the policy
// goes with it.
func TestAuthenticationChanges(t *testing.T) {
	r := newRig(t)
	plain := map[string]any{"authentication": map[string]any{"type": "CUSTOM_AUTHENTICATION", "functionId": "ocid1.fnfunc.oc1..a", "tokenHeader": "X"}}
	servers := r.servers()
	changed := maps.Clone(servers[2].(map[string]any))
	changed["authenticationServerDetail"] = map[string]any{"type": "CUSTOM_AUTHENTICATION", "functionId": "ocid1.fnfunc.oc1..b",
		"cacheKeys": []any{"other"}, "parameters": map[string]any{"other": "request.host"}}
	for _, test := range []struct {
		name          string
		before, after map[string]any
	}{
		{"from one server to several", plain, selecting(servers...)},
		{"from several to one", selecting(servers...), plain},
		{"a server less", selecting(servers...), selecting(servers[1:]...)},
		{"a server more", selecting(servers[1:]...), selecting(servers...)},
		{"another function and key", selecting(servers...), selecting(servers[0], servers[1], changed)},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t)
			made := r.make(deploymentToken, r.authenticated(test.before))
			after := r.authenticated(test.after)
			d := r.diff(deploymentToken, made.Properties, r.checked(deploymentToken, after))
			if !slices.Equal(d.Diffs, []string{"specification"}) || len(d.Replaces) > 0 {
				t.Errorf("differences %v, replaces %v", d.Diffs, d.Replaces)
			}
			updated := r.update(deploymentToken, made, after)
			if d := r.diff(deploymentToken, updated.Properties, toStruct(t, after)); d.Changes != pulumirpc.DiffResponse_DIFF_NONE {
				t.Errorf("after the update these differ: %v", d.DetailedDiff)
			}
			puts := r.fake.Requests(http.MethodPut)
			sent := puts[len(puts)-1].Body["specification"].(map[string]any)["requestPolicies"].(map[string]any)
			if got, want := slices.Collect(maps.Keys(sent)), slices.Collect(maps.Keys(test.after)); !slices.Equal(got, want) {
				t.Errorf("sent %v, want %v", got, want)
			}
		})
	}
}
