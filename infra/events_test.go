package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// servers are the deployment's ways to be authenticated, by what selects them. There must be one way only to select.
func servers(t *testing.T, r *run) map[any]map[string]any {
	t.Helper()
	policies := specification(t, r)["requestPolicies"].(map[string]any)
	if policies["authentication"] != nil {
		t.Errorf("there is an authentication besides: %v", policies["authentication"])
	}
	dynamic := policies["dynamicAuthentication"].(map[string]any)
	want := map[string]any{"type": "SINGLE", "selector": "request.path[api]"}
	if diff := cmp.Diff(want, dynamic["selectionSource"]); diff != "" {
		t.Errorf("selection (-want +got):\n%s", diff)
	}
	result := map[any]map[string]any{}
	for _, one := range dynamic["authenticationServers"].([]any) {
		one := one.(map[string]any)
		key := one["key"].(map[string]any)
		name := key["name"]
		want := map[string]any{"type": "ANY_OF", "name": name, "values": []any{name}}
		if name == "endpoints" {
			want["values"], want["isDefault"] = []any{"cxbridge-endpoints"}, true
		}
		if diff := cmp.Diff(want, key); diff != "" {
			t.Errorf("key of %v (-want +got):\n%s", name, diff)
		}
		result[name] = one["authenticationServerDetail"].(map[string]any)
	}
	return result
}

func TestEachListenerIsAuthenticatedItsOwnWay(t *testing.T) {
	r := succeed(t, &run{})
	authorizer := r.one(t, functionType, "webhook-authorizer").id
	token := map[string]any{
		"type": "TOKEN_AUTHENTICATION", "tokenHeader": "Authorization", "tokenAuthScheme": "Bearer",
		"validationPolicy": map[string]any{
			"type": "REMOTE_JWKS", "uri": "https://127.0.0.1:8483/admin/v1/SigningCert/jwk", "maxCacheDurationInHours": 1.0,
			"additionalValidationPolicy": map[string]any{
				"issuers": []any{"https://identity.oraclecloud.com/"}, "audiences": []any{"https://gateway.cxbridge.example/"},
				"verifyClaims": []any{map[string]any{"key": "client_id", "values": []any{"cxbridge-events"}, "isRequired": true}},
			},
		},
	}
	want := map[any]map[string]any{
		"troubleTicket":          token,
		"customerBillManagement": token,
		"productOrderingManagement": {
			"type": "CUSTOM_AUTHENTICATION", "functionId": authorizer,
			"parameters": map[string]any{
				// A parameter without a value is left out: what tells the listener must be what every request has.
				"listener_productOrderingManagement": "request.host",
				"authorization":                      "request.headers[Authorization]",
				"client_address":                     "request.headers[X-Real-IP]",
			},
			"cacheKeys": []any{"listener_productOrderingManagement", "authorization", "client_address"},
		},
		"endpoints": {
			"type": "CUSTOM_AUTHENTICATION", "functionId": authorizer,
			"parameters": map[string]any{
				"endpoint":       "request.host",
				"secret_header":  "request.headers[X-Webhook-Secret]",
				"secret_query":   "request.query[secret]",
				"client_address": "request.headers[X-Real-IP]",
			},
			"cacheKeys": []any{"endpoint", "secret_header", "secret_query", "client_address"},
		},
	}
	if diff := cmp.Diff(want, servers(t, r)); diff != "" {
		t.Errorf("authentication (-want +got):\n%s", diff)
	}
}

// What a server leaves out, the oci provider takes from the one that stood in its place before. So the default comes first,
// then those that ask the authorizer, and a change of these replaces the deployment, as nothing else about listeners does.
func TestServersKeepTheirPlaces(t *testing.T) {
	place := func(listeners string) (names []any, trigger any) {
		r := succeed(t, &run{changes: map[string]string{"listeners": listeners}})
		spec := specification(t, r)["requestPolicies"].(map[string]any)
		if dynamic, ok := spec["dynamicAuthentication"].(map[string]any); ok {
			for _, one := range dynamic["authenticationServers"].([]any) {
				names = append(names, one.(map[string]any)["key"].(map[string]any)["name"])
			}
		}
		deployment := r.one(t, deploymentType, "webhooks").RegisterRPC
		if !deployment.GetDeleteBeforeReplace() {
			t.Error("a deployment is to be made beside another one with the same path prefix")
		}
		return names, deployment.GetReplacementTrigger().GetStringValue()
	}
	names, trigger := place("[" + oauthListener("b") + "," + basicListener("d") + "," + oauthListener("a") + "," + basicListener("c") + "]")
	if diff := cmp.Diff([]any{"endpoints", "c", "d", "a", "b"}, names); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	for _, change := range []struct {
		listeners string
		replaces  bool
	}{
		{"[" + oauthListener("b") + "," + basicListener("d") + "," + basicListener("c") + "]", false},
		{"[" + basicListener("c") + "," + basicListener("d") + "]", false},
		{"[" + oauthListener("b") + "," + oauthListener("a") + "," + basicListener("c") + "]", true},
		{"[" + oauthListener("d") + "," + basicListener("c") + "]", true},
		{"[]", true},
	} {
		if _, other := place(change.listeners); (other != trigger) != change.replaces {
			t.Errorf("with %s the deployment is made anew by %v, was by %v", change.listeners, other, trigger)
		}
	}
}

func oauthListener(name string) string {
	return `{"apiName": "` + name + `", "apiVersion": "v1", "apiId": "a-1", "oidcClientCredentials": {
		"identityUri": "https://idp.example.com/token", "clientId": "c", "clientSecret": "s", "scope": "events",
		"jwksUri": "https://idp.example.com/keys", "issuers": ["https://idp.example.com/"], "audiences": ["us"],
		"verifyClaims": {"client_id": ["c"]}}}`
}

func basicListener(name string) string {
	return `{"apiName": "` + name + `", "apiVersion": "v1", "apiId": "a-1", "basic": {"username": "u", "password": "sixteen characters"}}`
}

// No request may reach a function without having been authenticated: every route says so, and none is anonymous.
func TestEveryRouteIsAuthenticated(t *testing.T) {
	for name, changes := range map[string]map[string]string{"with listeners": nil, "without": noListeners} {
		spec := specification(t, succeed(t, &run{changes: changes}))
		policies := spec["requestPolicies"].(map[string]any)
		if (policies["authentication"] == nil) == (policies["dynamicAuthentication"] == nil) {
			t.Errorf("%s: not one authentication: %v", name, policies)
		}
		for _, route := range spec["routes"].([]any) {
			route := route.(map[string]any)
			own := route["requestPolicies"].(map[string]any)
			if diff := cmp.Diff(map[string]any{"type": "AUTHENTICATION_ONLY"}, own["authorization"]); diff != "" {
				t.Errorf("%s: authorization of %v (-want +got):\n%s", name, route["path"], diff)
			}
		}
	}
}

func TestEventsRouteTakesJSONAlone(t *testing.T) {
	r := succeed(t, &run{})
	routes := specification(t, r)["routes"].([]any)
	want := map[string]any{
		"path": "/events/{api}", "methods": []any{"POST"},
		"backend": map[string]any{
			"type": "ORACLE_FUNCTIONS_BACKEND", "functionId": r.one(t, functionType, "event-to-incident").id,
		},
		"requestPolicies": map[string]any{
			"authorization": map[string]any{"type": "AUTHENTICATION_ONLY"},
			"bodyValidation": map[string]any{
				"required": true, "validationMode": "ENFORCING",
				"contents": []any{map[string]any{"mediaType": "application/json", "validationType": "NONE"}},
			},
			// What the proof was chosen by, as the function is to see it.
			"headerTransformations": map[string]any{"setHeaders": map[string]any{"items": []any{
				map[string]any{"name": "X-Listener-Api", "values": []any{"${request.path[api]}"}, "ifExists": "OVERWRITE"},
			}}},
		},
	}
	if diff := cmp.Diff(want, routes[len(routes)-1]); diff != "" {
		t.Errorf("route (-want +got):\n%s", diff)
	}
}
