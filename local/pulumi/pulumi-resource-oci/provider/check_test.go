package provider

import (
	"context"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/wire"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func TestCheck(t *testing.T) {
	const (
		subnet     = "oci:Core/subnet:Subnet"
		function   = "oci:Functions/function:Function"
		deployment = "oci:ApiGateway/deployment:Deployment"
	)
	for _, test := range []struct {
		name, token string
		change      map[string]any // of the sample; nil takes away
		property    string         // of the failure; none when empty
		reason      string
	}{
		{"as it is", subnet, nil, "", ""},
		{"unknown property", subnet, map[string]any{"cidrBlok": "10.0.0.0/24"}, "cidrBlok", "did you mean cidrBlock?"},
		{"unlike any property", subnet, map[string]any{"zzzzzzzz": "x"}, "zzzzzzzz", "unknown property zzzzzzzz"},
		{"output as input", subnet, map[string]any{"virtualRouterIp": "10.0.0.1"}, "virtualRouterIp", "unknown property"},
		{"missing property", subnet, map[string]any{"vcnId": nil}, "vcnId", "missing required property vcnId"},
		{"missing is not unknown", subnet, map[string]any{"vcnId": wire.Unknown{}}, "", ""},
		{"number for a string", subnet, map[string]any{"vcnId": 1.0}, "vcnId", "vcnId must be a string, not a number"},
		{"string for a boolean", subnet, map[string]any{"prohibitPublicIpOnVnic": "true"}, "prohibitPublicIpOnVnic", "must be a boolean"},
		{"string for a list", subnet, map[string]any{"securityListIds": "a"}, "securityListIds", "must be an array"},
		{"element of a list", subnet, map[string]any{"securityListIds": []any{"a", 1.0}}, "securityListIds[1]", "must be a string"},
		{"unknown element", subnet, map[string]any{"securityListIds": []any{wire.Unknown{}}}, "", ""},
		{"fraction for an integer", function, map[string]any{"timeoutInSeconds": 1.5}, "timeoutInSeconds", "must be an integer"},
		{"number for what Pulumi spells as a string", function, map[string]any{"memoryInMbs": 256.0}, "memoryInMbs", "must be a string"},
		{"value of a map", function, map[string]any{"config": map[string]any{"k": true}}, "config.k", "must be a string"},
		{"nested unknown property", deployment, spec("routes", []any{map[string]any{"path": "/a", "method": "POST",
			"backend": map[string]any{"type": "STOCK_RESPONSE_BACKEND"}}}), "specification.routes[0].method", "did you mean methods?"},
		{"nested missing property", deployment, spec("routes", []any{map[string]any{"path": "/a",
			"backend": map[string]any{}}}), "specification.routes[0].backend.type", "missing required property"},
		{"nested missing list", deployment, map[string]any{"specification": map[string]any{
			"routes":          []any{map[string]any{"path": "/a", "backend": map[string]any{"type": "STOCK_RESPONSE_BACKEND"}}},
			"requestPolicies": map[string]any{"cors": map[string]any{"maxAgeInSeconds": 60.0}}}},
			"specification.requestPolicies.cors.allowedOrigins", "missing required property"},
		{"no routes", deployment, spec("routes", nil), "specification.routes", "missing required property"},
		{"not implemented here", "oci:Kms/vault:Vault", map[string]any{"timeOfDeletion": "2030-01-01T00:00:00Z"}, "timeOfDeletion", "does not implement"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t)
			inputs := r.samples()[test.token]
			for name, v := range test.change {
				if inputs[name] = v; v == nil {
					delete(inputs, name)
				}
			}
			answer, err := r.Check(context.Background(), &pulumirpc.CheckRequest{Urn: urn(test.token), News: toStruct(t, inputs)})
			if err != nil {
				t.Fatal(err)
			}
			if test.property == "" {
				if len(answer.Failures) != 0 {
					t.Errorf("failures: %v", answer.Failures)
				}
				return
			}
			if len(answer.Failures) != 1 {
				t.Fatalf("%d failures, want one: %v", len(answer.Failures), answer.Failures)
			}
			if f := answer.Failures[0]; f.Property != test.property || !strings.Contains(f.Reason, test.reason) {
				t.Errorf("failure %q: %s; want %q: %s", f.Property, f.Reason, test.property, test.reason)
			}
		})
	}
}

func spec(name string, v any) map[string]any {
	return map[string]any{"specification": map[string]any{name: v}}
}

func TestCheckReportsAll(t *testing.T) {
	r := newRig(t)
	answer, err := r.Check(context.Background(), &pulumirpc.CheckRequest{Urn: urn("oci:Core/vcn:Vcn"), News: toStruct(t, map[string]any{
		"one": 1.0, "two": 2.0,
	})})
	if err != nil {
		t.Fatal(err)
	}
	if len(answer.Failures) != 3 { // and compartmentId is missing
		t.Errorf("failures: %v", answer.Failures)
	}
}

func TestCheckUnknownType(t *testing.T) {
	_, err := newRig(t).Check(context.Background(), &pulumirpc.CheckRequest{Urn: urn("oci:Core/instance:Instance")})
	wantError(t, err, "does not have the type oci:Core/instance:Instance")
}

// TestDefaults: what the official provider fills in is an input.
func TestDefaults(t *testing.T) {
	r := newRig(t)
	gateway := fromStruct(t, r.checked("oci:Core/internetGateway:InternetGateway", map[string]any{"compartmentId": "c", "vcnId": "v"}))
	if gateway["enabled"] != true {
		t.Errorf("an internet gateway is enabled: %v", gateway["enabled"])
	}
	given := map[string]any{"compartmentId": "c", "vcnId": "v", "enabled": false}
	if got := fromStruct(t, r.checked("oci:Core/internetGateway:InternetGateway", given)); got["enabled"] != false {
		t.Errorf("the program said false, Check %v", got["enabled"])
	}
	policy := map[string]any{"compartmentId": "c", "description": "d", "statements": []any{"s"}}
	if got := fromStruct(t, r.checked("oci:Identity/policy:Policy", policy)); got["name"] != "it-0102030" {
		t.Errorf("automatic name %v", got["name"])
	}
}

// TestAutoNameStays: a second check of the same resource keeps its name.
func TestAutoNameStays(t *testing.T) {
	r := newRig(t)
	inputs := map[string]any{"compartmentId": "c", "description": "d", "statements": []any{"s"}}
	answer, err := r.Check(context.Background(), &pulumirpc.CheckRequest{
		Urn: urn("oci:Identity/policy:Policy"), RandomSeed: []byte{9, 9, 9, 9},
		Olds: toStruct(t, map[string]any{"name": "it-abcdef0"}), News: toStruct(t, inputs),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := fromStruct(t, answer.Inputs)["name"]; got != "it-abcdef0" {
		t.Errorf("name %v", got)
	}
}
