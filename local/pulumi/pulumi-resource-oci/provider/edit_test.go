package provider

import (
	"maps"
	"net/http"
	"path"
	"testing"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/fakeoci"
	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil/rpcerror"
)

const (
	vcnToken = "oci:Core/vcn:Vcn"
	blockA   = "10.0.0.0/16" // the sample's
	blockB   = "10.1.0.0/16"
	blockC   = "10.2.0.0/16"
	blockD   = "10.3.0.0/16"
)

// TestEdit: a change of one block is one action, any other is refused before
// anything is done.
func TestEdit(t *testing.T) {
	for _, test := range []struct {
		name           string
		before, wanted []any
		action         string // none: refused
		body           fakeoci.Object
	}{
		{"add", []any{blockA}, []any{blockA, blockB}, "addCidr", fakeoci.Object{"cidrBlock": blockB}},
		{"modify the only one", []any{blockA}, []any{blockB}, "modifyCidr", fakeoci.Object{"originalCidrBlock": blockA, "newCidrBlock": blockB}},
		{"modify one", []any{blockA, blockB, blockC}, []any{blockA, blockD, blockC}, "modifyCidr",
			fakeoci.Object{"originalCidrBlock": blockB, "newCidrBlock": blockD}},
		{"remove the first", []any{blockA, blockB, blockC}, []any{blockB, blockC}, "removeCidr", fakeoci.Object{"cidrBlock": blockA}},
		{"remove one", []any{blockA, blockB, blockC}, []any{blockA, blockC}, "removeCidr", fakeoci.Object{"cidrBlock": blockB}},
		{"remove the last", []any{blockA, blockB}, []any{blockA}, "removeCidr", fakeoci.Object{"cidrBlock": blockB}},
		{"add two", []any{blockA}, []any{blockA, blockB, blockC}, "", nil},
		{"add before others", []any{blockA}, []any{blockB, blockA}, "", nil},
		{"modify and add", []any{blockA}, []any{blockB, blockC}, "", nil},
		{"modify two", []any{blockA, blockB}, []any{blockC, blockD}, "", nil},
		{"another order", []any{blockA, blockB}, []any{blockB, blockA}, "", nil},
		{"remove one and move another", []any{blockA, blockB, blockC}, []any{blockB, blockA}, "", nil},
		{"remove two", []any{blockA, blockB, blockC}, []any{blockA}, "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t)
			inputs := r.samples()[vcnToken]
			inputs["cidrBlocks"] = test.before
			made := r.make(vcnToken, inputs)
			posts := len(r.fake.Requests(http.MethodPost))
			inputs["cidrBlocks"], inputs["displayName"] = test.wanted, "renamed"
			updated, err := r.tryUpdate(vcnToken, made, inputs)
			actions := r.fake.Requests(http.MethodPost)[posts:]
			if test.action == "" {
				wantError(t, err, `updating oci:Core/vcn:Vcn "it"`, "cidrBlocks cannot become", "one element at a time")
				if len(actions)+len(r.fake.Requests(http.MethodPut)) > 0 {
					t.Error("something was changed in spite of the refusal")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(actions) != 1 || path.Base(actions[0].Path) != test.action {
				t.Fatalf("actions %v, want one %s", actions, test.action)
			}
			if diff := cmp.Diff(test.body, actions[0].Body); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
			out := fromStruct(t, updated.Properties)
			if diff := cmp.Diff(test.wanted, out["cidrBlocks"]); diff != "" || out["displayName"] != "renamed" {
				t.Errorf("name %v, blocks (-want +got):\n%s", out["displayName"], diff)
			}
		})
	}
}

// TestUpdateIsTriedAgain: a failed update leaves the engine its old state, and
// the next run does what the first one did not, and only that.
func TestUpdateIsTriedAgain(t *testing.T) {
	r := newRig(t)
	sample := r.samples()[vcnToken]
	made := r.make(vcnToken, sample)
	news := maps.Clone(sample)
	news["cidrBlocks"], news["displayName"] = []any{blockA, blockB}, "renamed"
	posts := len(r.fake.Requests(http.MethodPost))
	r.fake.Fault = always(http.MethodPut, "/vcns/", http.StatusBadRequest, "InvalidParameter")
	_, err := r.tryUpdate(vcnToken, made, news)
	wantError(t, err, "InvalidParameter")
	if rpcErr, ok := rpcerror.FromError(err); ok && len(rpcErr.Details()) > 0 {
		t.Errorf("the engine is told that the resource has the new inputs: %v", rpcErr.Details())
	}
	r.fake.Fault = nil
	updated, err := r.tryUpdate(vcnToken, made, news)
	if err != nil {
		t.Fatal(err)
	}
	if out := fromStruct(t, updated.Properties); out["displayName"] != "renamed" {
		t.Errorf("name %v after the second try", out["displayName"])
	}
	if n := len(r.fake.Requests(http.MethodPost)) - posts; n != 1 {
		t.Errorf("the block was added %d times", n)
	}
}
