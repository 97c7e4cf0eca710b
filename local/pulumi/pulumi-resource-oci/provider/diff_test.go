package provider

import (
	"maps"
	"testing"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/wire"
	"github.com/google/go-cmp/cmp"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func TestDiff(t *testing.T) {
	type kinds = map[string]pulumirpc.PropertyDiff_Kind
	const (
		add, del, upd = pulumirpc.PropertyDiff_ADD, pulumirpc.PropertyDiff_DELETE, pulumirpc.PropertyDiff_UPDATE
		updReplace    = pulumirpc.PropertyDiff_UPDATE_REPLACE
		subnet        = "oci:Core/subnet:Subnet"
		routeTable    = "oci:Core/routeTable:RouteTable"
		function      = "oci:Functions/function:Function"
		log           = "oci:Logging/log:Log"
		deployment    = "oci:ApiGateway/deployment:Deployment"
	)
	for _, test := range []struct {
		name, token   string
		state, inputs map[string]any
		want          kinds
	}{
		{"the same", subnet, map[string]any{"cidrBlock": "a"}, map[string]any{"cidrBlock": "a"}, nil},
		{"updatable", subnet, map[string]any{"cidrBlock": "a"}, map[string]any{"cidrBlock": "b"}, kinds{"cidrBlock": upd}},
		{"not updatable", subnet, map[string]any{"vcnId": "a"}, map[string]any{"vcnId": "b"}, kinds{"vcnId": updReplace}},
		{"unknown", subnet, map[string]any{"vcnId": "a"}, map[string]any{"vcnId": wire.Unknown{}}, kinds{"vcnId": updReplace}},
		{"added", subnet, nil, map[string]any{"displayName": "n"}, kinds{"displayName": add}},
		{"left to OCI", subnet, map[string]any{"displayName": "subnet2026"}, nil, nil},
		{"taken away", routeTable, map[string]any{"routeRules": []any{map[string]any{"networkEntityId": "a"}}}, nil, kinds{"routeRules": del}},
		{"empty is absent", routeTable, map[string]any{"routeRules": []any{}}, nil, nil},
		{"empty string is absent", subnet, nil, map[string]any{"dnsLabel": ""}, nil},
		{"order of a set", routeTable,
			map[string]any{"routeRules": []any{map[string]any{"networkEntityId": "a"}, map[string]any{"networkEntityId": "b"}}},
			map[string]any{"routeRules": []any{map[string]any{"networkEntityId": "b"}, map[string]any{"networkEntityId": "a"}}}, nil},
		{"order of a list", function, map[string]any{"config": map[string]any{"a": "1", "b": "2"}}, map[string]any{"config": map[string]any{"b": "2", "a": "1"}}, nil},
		{"OCI's own nested values", routeTable,
			map[string]any{"routeRules": []any{map[string]any{"networkEntityId": "a", "routeType": "STATIC"}}},
			map[string]any{"routeRules": []any{map[string]any{"networkEntityId": "a"}}}, nil},
		{"nested", routeTable,
			map[string]any{"routeRules": []any{map[string]any{"networkEntityId": "a", "destination": "0.0.0.0/0"}}},
			map[string]any{"routeRules": []any{map[string]any{"networkEntityId": "a", "destination": "10.0.0.0/8"}}},
			kinds{"routeRules[0].destination": upd}},
		{"element added", routeTable,
			map[string]any{"routeRules": []any{map[string]any{"networkEntityId": "a"}}},
			map[string]any{"routeRules": []any{map[string]any{"networkEntityId": "a"}, map[string]any{"networkEntityId": "b"}}},
			kinds{"routeRules[1]": add}},
		{"element removed", routeTable,
			map[string]any{"routeRules": []any{map[string]any{"networkEntityId": "a"}, map[string]any{"networkEntityId": "b"}}},
			map[string]any{"routeRules": []any{map[string]any{"networkEntityId": "b"}}},
			kinds{"routeRules[1]": del}},
		{"key of a map", function, map[string]any{"config": map[string]any{"k": "1"}}, map[string]any{"config": map[string]any{"k": "2"}}, kinds{"config.k": upd}},
		{"key that is no identifier", function, map[string]any{"freeformTags": map[string]any{"a-b": "1"}},
			map[string]any{"freeformTags": map[string]any{"a-b": "2"}}, kinds{`freeformTags["a-b"]`: upd}},
		{"key removed from a map", function, map[string]any{"config": map[string]any{"k": "1", "l": "2"}}, map[string]any{"config": map[string]any{"l": "2"}}, kinds{"config.k": del}},
		{"OCI's own tags", function, map[string]any{"definedTags": map[string]any{"Oracle-Tags.CreatedBy": "x", "a.b": "1"}},
			map[string]any{"definedTags": map[string]any{"a.b": "1"}}, nil},
		{"nested of what cannot be updated", log,
			map[string]any{"configuration": map[string]any{"source": map[string]any{"category": "invoke"}}},
			map[string]any{"configuration": map[string]any{"source": map[string]any{"category": "access"}}},
			kinds{"configuration.source.category": updReplace}},
		{"the part of it that can", log,
			map[string]any{"configuration": map[string]any{"source": map[string]any{"parameters": map[string]any{"p": "1"}}}},
			map[string]any{"configuration": map[string]any{"source": map[string]any{"parameters": map[string]any{"p": "2"}}}},
			kinds{"configuration.source.parameters.p": upd}},
		{"order of keyed objects", deployment, contents("b", "a"), contents("a", "b"), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t)
			state, inputs := r.complete(test.token, test.state), r.complete(test.token, test.inputs)
			answer := r.diff(test.token, toStruct(t, state), toStruct(t, inputs))
			got := kinds{}
			for path, d := range answer.DetailedDiff {
				got[path] = d.Kind
			}
			if test.want == nil {
				test.want = kinds{}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("differences (-want +got):\n%s", diff)
			}
			for path, kind := range test.want {
				if replaces := kind%2 == 1; replaces != (len(answer.Replaces) == 1 && answer.Replaces[0] == path) {
					t.Errorf("replaces %v", answer.Replaces)
				}
			}
		})
	}
}

// complete adds the required inputs, which are not what the test is about.
func (r *rig) complete(token string, some map[string]any) map[string]any {
	all := map[string]any{}
	for name, p := range r.schema.Resources[token].Properties {
		if p.Required {
			all[name] = r.samples()[token][name]
		}
	}
	maps.Copy(all, some)
	return all
}

func contents(types ...string) map[string]any {
	list := []any{}
	for _, t := range types {
		list = append(list, map[string]any{"mediaType": t, "validationType": "NONE"})
	}
	return spec("routes", []any{map[string]any{"path": "/a", "backend": map[string]any{"type": "t"},
		"requestPolicies": map[string]any{"bodyValidation": map[string]any{"contents": list}}}})
}

// TestDeleteBeforeReplace: a name that the program chose can be had once only.
func TestDeleteBeforeReplace(t *testing.T) {
	for _, test := range []struct {
		name string
		want bool
	}{{"chosen", true}, {"it-0a1b2c3", false}} {
		r := newRig(t)
		state := map[string]any{"name": test.name, "compartmentId": "a", "description": "d", "statements": []any{"s"}}
		inputs := maps.Clone(state)
		inputs["compartmentId"] = "b"
		answer := r.diff("oci:Identity/policy:Policy", toStruct(t, state), toStruct(t, inputs))
		if answer.DeleteBeforeReplace != test.want {
			t.Errorf("%s: delete before replace is %v", test.name, answer.DeleteBeforeReplace)
		}
	}
}
