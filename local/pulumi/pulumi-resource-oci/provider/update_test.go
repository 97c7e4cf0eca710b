package provider

import (
	"context"
	"maps"
	"net/http"
	"testing"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/fakeoci"
	"github.com/google/go-cmp/cmp"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// TestUpdate: a PUT carries the changed keys and no other; what moves, moves
// with its action.
func TestUpdate(t *testing.T) {
	for _, test := range []struct {
		name, token string
		change      map[string]any // nil takes away
		put         fakeoci.Object // nil when there is none
		action      fakeoci.Object // body of the POST, if any
	}{
		{"one key", "oci:Functions/function:Function", map[string]any{"memoryInMbs": "512"}, fakeoci.Object{"memoryInMBs": 512.0}, nil},
		{"image", "oci:Functions/function:Function", map[string]any{"image": "i:2", "imageDigest": "sha256:01"},
			fakeoci.Object{"image": "i:2", "imageDigest": "sha256:01"}, nil},
		{"a map as a whole", "oci:Functions/function:Function", map[string]any{"config": map[string]any{"k": "v", "l": "w"}},
			fakeoci.Object{"config": fakeoci.Object{"k": "v", "l": "w"}}, nil},
		{"taken away", "oci:Core/routeTable:RouteTable", map[string]any{"routeRules": nil}, fakeoci.Object{"routeRules": []any{}}, nil},
		{"compartment", "oci:Core/subnet:Subnet", map[string]any{"compartmentId": "ocid1.compartment.oc1..b"}, nil,
			fakeoci.Object{"compartmentId": "ocid1.compartment.oc1..b"}},
		{"with a work request", "oci:ApiGateway/gateway:Gateway", map[string]any{"displayName": "h"}, fakeoci.Object{"displayName": "h"}, nil},
		{"write-only", "oci:Vault/secret:Secret", map[string]any{"secretContent": map[string]any{"contentType": "BASE64", "content": "YQ=="}},
			fakeoci.Object{"secretContent": fakeoci.Object{"contentType": "BASE64", "content": "YQ=="}}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t)
			sample := r.samples()[test.token]
			made := r.make(test.token, sample)
			posts := len(r.fake.Requests(http.MethodPost))
			news := maps.Clone(sample)
			for name, v := range test.change {
				if news[name] = v; v == nil {
					delete(news, name)
				}
			}
			updated := r.update(test.token, made, news)
			if d := r.diff(test.token, updated.Properties, toStruct(t, news)); d.Changes != pulumirpc.DiffResponse_DIFF_NONE {
				t.Errorf("after the update these differ: %v", d.Diffs)
			}
			var put, action fakeoci.Object
			for _, request := range r.fake.Requests(http.MethodPut) {
				put = request.Body
			}
			for _, request := range r.fake.Requests(http.MethodPost)[posts:] {
				action = request.Body
			}
			if diff := cmp.Diff(test.put, put); diff != "" {
				t.Errorf("PUT (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.action, action); diff != "" {
				t.Errorf("action (-want +got):\n%s", diff)
			}
		})
	}
}

func (r *rig) update(token string, made *pulumirpc.CreateResponse, news map[string]any) *pulumirpc.UpdateResponse {
	r.t.Helper()
	updated, err := r.tryUpdate(token, made, news)
	if err != nil {
		r.t.Fatal(err)
	}
	return updated
}

func (r *rig) tryUpdate(token string, made *pulumirpc.CreateResponse, news map[string]any) (*pulumirpc.UpdateResponse, error) {
	r.t.Helper()
	return r.Update(context.Background(), &pulumirpc.UpdateRequest{
		Urn: urn(token), Id: made.Id, Olds: made.Properties, News: toStruct(r.t, news),
	})
}

// TestDrift: what somebody changed in OCI shows after a refresh, as the inputs
// that OCI has now.
func TestDrift(t *testing.T) {
	r := newRig(t)
	token := "oci:Functions/function:Function"
	sample := r.samples()[token]
	made := r.make(token, sample)
	r.fake.Change(made.Id, fakeoci.Object{"timeoutInSeconds": 99})
	read, err := r.Read(context.Background(), &pulumirpc.ReadRequest{
		Urn: urn(token), Id: made.Id, Properties: made.Properties, Inputs: toStruct(t, sample),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := fromStruct(t, read.Inputs)["timeoutInSeconds"]; got != 99.0 {
		t.Errorf("inputs say %v", got)
	}
	d := r.diff(token, read.Properties, toStruct(t, sample))
	if diff := cmp.Diff([]string{"timeoutInSeconds"}, d.Diffs); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
}

func TestUpdatePreview(t *testing.T) {
	r := newRig(t)
	token := "oci:Functions/function:Function"
	sample := r.samples()[token]
	made := r.make(token, sample)
	calls := len(r.fake.Requests(""))
	sample["memoryInMbs"] = "512"
	answer, err := r.Update(context.Background(), &pulumirpc.UpdateRequest{
		Urn: urn(token), Id: made.Id, Olds: made.Properties, News: toStruct(t, sample), Preview: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	out := fromStruct(t, answer.Properties)
	if out["memoryInMbs"] != "512" || out["invokeEndpoint"] != r.fake.URL {
		t.Errorf("foreseen: %v", out)
	}
	if len(r.fake.Requests("")) != calls {
		t.Error("the preview made calls")
	}
}
