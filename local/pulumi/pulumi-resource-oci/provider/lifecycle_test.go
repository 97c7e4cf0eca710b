package provider

import (
	"context"
	"testing"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/wire"
	"github.com/google/go-cmp/cmp"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// TestLifecycle takes each type of the table through its life: what was created
// shows no difference, nor does what was read, and nothing is left at the end.
func TestLifecycle(t *testing.T) {
	tokens := newRig(t).resources
	for token := range tokens {
		t.Run(token, func(t *testing.T) {
			r := newRig(t)
			sample, ok := r.samples()[token]
			if !ok {
				t.Fatal("the type has no sample in testdata/resources.json")
			}
			inputs := r.checked(token, sample)
			before := r.fake.Count()
			made := r.make(token, sample)
			if d := r.diff(token, made.Properties, inputs); d.Changes != pulumirpc.DiffResponse_DIFF_NONE {
				t.Errorf("after create these differ: %v", d.Diffs)
			}
			read, err := r.Read(context.Background(), &pulumirpc.ReadRequest{
				Urn: urn(token), Id: made.Id, Properties: made.Properties, Inputs: inputs,
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(fromStruct(t, inputs), fromStruct(t, read.Inputs)); diff != "" {
				t.Errorf("a refresh changes the inputs (-made +read):\n%s", diff)
			}
			if diff := cmp.Diff(fromStruct(t, made.Properties), fromStruct(t, read.Properties)); diff != "" {
				t.Errorf("a refresh changes the state (-made +read):\n%s", diff)
			}
			r.deleteTwice(token, made)
			if after := r.fake.Count(); after != before {
				t.Errorf("%d things before, %d after", before, after)
			}
		})
	}
}

// deleteTwice deletes, reads that it is gone, and deletes again.
func (r *rig) deleteTwice(token string, made *pulumirpc.CreateResponse) {
	r.t.Helper()
	ctx := context.Background()
	for range 2 {
		_, err := r.Delete(ctx, &pulumirpc.DeleteRequest{Urn: urn(token), Id: made.Id, Properties: made.Properties})
		if err != nil {
			r.t.Fatal(err)
		}
		gone, err := r.Read(ctx, &pulumirpc.ReadRequest{Urn: urn(token), Id: made.Id, Properties: made.Properties})
		if err != nil || gone.Id != "" {
			r.t.Fatalf("after delete a read gives %v, %v", gone, err)
		}
	}
}

// TestPreview: what OCI will say is unknown, what the program says is not, and
// no call is made.
func TestPreview(t *testing.T) {
	r := newRig(t)
	token := "oci:Core/natGateway:NatGateway"
	answer, err := r.Create(context.Background(), &pulumirpc.CreateRequest{
		Urn: urn(token), Preview: true,
		Properties: toStruct(t, map[string]any{"compartmentId": "c", "vcnId": wire.Unknown{}}),
	})
	if err != nil {
		t.Fatal(err)
	}
	out := fromStruct(t, answer.Properties)
	want := map[string]any{"compartmentId": "c", "vcnId": wire.Unknown{}, "natIp": wire.Unknown{}, "state": wire.Unknown{}}
	for name, v := range want {
		if !cmp.Equal(out[name], v) {
			t.Errorf("%s is %v, want %v", name, out[name], v)
		}
	}
	if answer.Id != "" || len(r.fake.Requests("")) != 0 {
		t.Errorf("the preview gave id %q and made %d calls", answer.Id, len(r.fake.Requests("")))
	}
}

// TestImport: an id alone is enough, in the forms of the official provider.
func TestImport(t *testing.T) {
	r := newRig(t)
	samples := r.samples()
	for _, test := range []struct{ token, form string }{
		{"oci:Core/subnet:Subnet", "%id"},
		{"oci:Kms/key:Key", "managementEndpoint/" + r.fake.URL + "/keys/%id"},
		{ruleToken, "networkSecurityGroups/%group/securityRules/%id"},
		{"oci:Logging/log:Log", "logGroupId/ocid1.loggroup.oc1.iad.x/logId/%id"},
	} {
		t.Run(test.token, func(t *testing.T) {
			made := r.make(test.token, samples[test.token])
			group, _ := samples[test.token]["networkSecurityGroupId"].(string)
			id := replace(test.form, "%id", made.Id, "%group", group)
			got, err := r.Read(context.Background(), &pulumirpc.ReadRequest{Urn: urn(test.token), Id: id})
			if err != nil {
				t.Fatal(err)
			}
			if got.Id != made.Id {
				t.Errorf("id %s, want %s", got.Id, made.Id)
			}
			if diff := cmp.Diff(samples[test.token], fromStruct(t, got.Inputs)); diff != "" {
				t.Errorf("imported inputs (-made +imported):\n%s", diff)
			}
		})
	}
}

func TestImportWithoutItsGroup(t *testing.T) {
	r := newRig(t)
	_, err := r.Read(context.Background(), &pulumirpc.ReadRequest{Urn: urn(ruleToken), Id: "04ABCD"})
	wantError(t, err, "networkSecurityGroups/{networkSecurityGroupId}/securityRules/{id}")
}
