package provider

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func TestGetServices(t *testing.T) {
	r := newRig(t)
	for _, test := range []struct {
		name   string
		filter map[string]any
		want   int
	}{
		{"all", nil, 2},
		{"by value", map[string]any{"name": "name", "values": []any{"OCI IAD Object Storage"}}, 1},
		{"by expression", map[string]any{"name": "name", "values": []any{"All .* Services"}, "regex": true}, 1},
		{"by Terraform's name", map[string]any{"name": "cidr_block", "values": []any{"oci-iad-objectstorage"}}, 1},
		{"none", map[string]any{"name": "name", "values": []any{"x"}}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			args := map[string]any{}
			if test.filter != nil {
				args["filters"] = []any{test.filter}
			}
			answer, err := r.Invoke(context.Background(), &pulumirpc.InvokeRequest{
				Tok: "oci:Core/getServices:getServices", Args: toStruct(t, args),
			})
			if err != nil {
				t.Fatal(err)
			}
			services, _ := fromStruct(t, answer.Return)["services"].([]any)
			if len(services) != test.want {
				t.Errorf("%d services: %v", len(services), services)
			}
			for _, s := range services {
				if s.(map[string]any)["cidrBlock"] == nil {
					t.Errorf("service %v", s)
				}
			}
		})
	}
}

func TestGetNamespace(t *testing.T) {
	r := newRig(t)
	answer, err := r.Invoke(context.Background(), &pulumirpc.InvokeRequest{
		Tok: "oci:ObjectStorage/getNamespace:getNamespace", Args: toStruct(t, map[string]any{"compartmentId": "c"}),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := fromStruct(t, answer.Return)["namespace"]; got != "cxbridge" {
		t.Errorf("namespace %v", got)
	}
}

func TestGetRegionSubscriptions(t *testing.T) {
	r := newRig(t)
	answer, err := r.Invoke(context.Background(), &pulumirpc.InvokeRequest{
		Tok: "oci:Identity/getRegionSubscriptions:getRegionSubscriptions", Args: toStruct(t, map[string]any{"tenancyId": "ocid1.tenancy.oc1..a"}),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []any{
		map[string]any{"regionKey": "PHX", "regionName": "us-phoenix-1", "state": "READY", "isHomeRegion": true},
		map[string]any{"regionKey": "IAD", "regionName": "us-ashburn-1", "state": "READY", "isHomeRegion": false},
	}
	if diff := cmp.Diff(want, fromStruct(t, answer.Return)["regionSubscriptions"]); diff != "" {
		t.Errorf("subscriptions (-want +got):\n%s", diff)
	}
	calls := r.fake.Requests(http.MethodGet)
	if path := calls[len(calls)-1].Path; path != "/20160918/tenancies/ocid1.tenancy.oc1..a/regionSubscriptions" {
		t.Errorf("asked %s", path)
	}
}

func TestInvokeRefuses(t *testing.T) {
	r := newRig(t)
	_, err := r.Invoke(context.Background(), &pulumirpc.InvokeRequest{Tok: "oci:Core/getVcn:getVcn"})
	wantError(t, err, "does not have the data source oci:Core/getVcn:getVcn")
	answer, err := r.Invoke(context.Background(), &pulumirpc.InvokeRequest{
		Tok: "oci:Core/getServices:getServices", Args: toStruct(t, map[string]any{"filter": "x"}),
	})
	if err != nil || len(answer.Failures) != 1 {
		t.Errorf("an unknown argument gives %v, %v", answer, err)
	}
}

func TestConfigRefuses(t *testing.T) {
	r := newRig(t)
	for name, want := range map[string]string{"regoin": "no setting", "auth": "does not implement", "region": ""} {
		answer, err := r.CheckConfig(context.Background(), &pulumirpc.CheckRequest{News: toStruct(t, map[string]any{name: "InstancePrincipal"})})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(answer.Failures); (want == "") != (got == 0) || got == 1 && !strings.Contains(answer.Failures[0].Reason, want) {
			t.Errorf("%s: %v", name, answer.Failures)
		}
	}
}

// TestGetSchema: it is JSON, and every reference in it leads somewhere.
func TestGetSchema(t *testing.T) {
	r := newRig(t)
	answer, err := r.GetSchema(context.Background(), &pulumirpc.GetSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var spec struct {
		Name, Version        string
		Types                map[string]any
		Resources, Functions map[string]any
	}
	if err := json.Unmarshal([]byte(answer.Schema), &spec); err != nil {
		t.Fatal(err)
	}
	if spec.Name != "oci" || spec.Version != Version || len(spec.Resources) != len(r.resources) {
		t.Errorf("%s %s with %d resources", spec.Name, spec.Version, len(spec.Resources))
	}
	for _, part := range strings.Split(answer.Schema, `"$ref":"#/types/`)[1:] {
		ref, _, _ := strings.Cut(part, `"`)
		if spec.Types[ref] == nil {
			t.Errorf("type %s is not there", ref)
		}
	}
}

// TestVersion: the plugin stands for the version whose schema it has.
func TestVersion(t *testing.T) {
	r := newRig(t)
	if !strings.HasSuffix(r.schema.SDK, " v"+Version) {
		t.Errorf("version %s, schema of %s", Version, r.schema.SDK)
	}
}
