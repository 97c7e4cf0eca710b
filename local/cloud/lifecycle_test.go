package cloud_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/core"
)

// What all kinds have in common is shown on the network's.

func TestBodiesThatOCIWouldNotTake(t *testing.T) {
	n := newNet(t, start(t))
	vcn := fmt.Sprintf(`"compartmentId":%q,"vcnId":%q`, compartment, *n.vcn.Id)
	for _, tt := range []struct{ name, path, body, code, message string }{
		{"unknown key", "/vcns", `{"compartmentId":"c","cidr":"10.0.0.0/16"}`, "InvalidParameter", `unknown field \"cidr\"`},
		{"missing key", "/subnets", `{"compartmentId":"c"}`, "MissingParameter", "is required"},
		{"wrong type", "/internetGateways", `{` + vcn + `,"isEnabled":"yes"}`, "InvalidParameter", "not true or false"},
		{"unknown key inside", "/routeTables", `{` + vcn + `,"routeRules":[{"networkEntityId":"x","target":"y"}]}`, "InvalidParameter", `routeRules[0]: unknown field \"target\"`},
		{"unknown enumeration value", "/routeTables", `{` + vcn + `,"routeRules":[{"networkEntityId":"x","destinationType":"IP"}]}`, "InvalidParameter", "one of CIDR_BLOCK"},
		{"not JSON", "/vcns", `{`, "InvalidParameter", "not a JSON object"},
		{"key of updates only", "/serviceGateways", `{` + vcn + `,"services":[],"blockTraffic":true}`, "InvalidParameter", "blockTraffic"},
		{"IPv6", "/vcns", `{"compartmentId":"` + compartment + `","cidrBlock":"10.0.0.0/16","isIpv6Enabled":true}`, "NotImplemented", "does not simulate"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, body := n.raw(t, "POST", "/20160918"+tt.path, tt.body)
			if !strings.Contains(body, `"code":"`+tt.code+`"`) || !strings.Contains(body, tt.message) {
				t.Errorf("%s, want %s and %s", body, tt.code, tt.message)
			}
		})
	}
	_, err := n.CreateSubnet(ctx, core.CreateSubnetRequest{CreateSubnetDetails: core.CreateSubnetDetails{
		CompartmentId: str(compartment), VcnId: str(nowhere), CidrBlock: str("10.0.9.0/24")}})
	refused(t, err, 404, "NotAuthorizedOrNotFound", nowhere)
}

func TestListsHavePagesAndFilters(t *testing.T) {
	b := start(t)
	client := b.network(t)
	var want []string
	for i := range 5 {
		name := fmt.Sprint("v", i)
		want = append(want, name)
		ok[core.CreateVcnResponse](t)(client.CreateVcn(ctx, core.CreateVcnRequest{CreateVcnDetails: core.CreateVcnDetails{
			CompartmentId: str(compartment), CidrBlock: str("10.0.0.0/16"), DisplayName: &name}}))
	}
	var got []string
	request, pages := core.ListVcnsRequest{CompartmentId: str(compartment), Limit: common.Int(2)}, 0
	for {
		page := ok[core.ListVcnsResponse](t)(client.ListVcns(ctx, request))
		for _, v := range page.Items {
			got = append(got, *v.DisplayName)
		}
		pages++
		if request.Page = page.OpcNextPage; request.Page == nil {
			break
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || pages != 3 {
		t.Errorf("%d pages, names (-want +got):\n%s", pages, diff)
	}
	one := ok[core.ListVcnsResponse](t)(client.ListVcns(ctx, core.ListVcnsRequest{CompartmentId: str(compartment), DisplayName: str("v3")})).Items
	if len(one) != 1 || *one[0].DisplayName != "v3" {
		t.Errorf("filtered by name: %v", one)
	}
	none := ok[core.ListVcnsResponse](t)(client.ListVcns(ctx, core.ListVcnsRequest{CompartmentId: str(tenancy)})).Items
	if len(none) != 0 {
		t.Errorf("%d VCNs in the root compartment", len(none))
	}
	for _, query := range []string{"", "?compartmentId=" + compartment + "&page=x", "?compartmentId=" + compartment + "&limit=0"} {
		if r, body := b.raw(t, "GET", "/20160918/vcns"+query, ""); r.StatusCode != http.StatusBadRequest {
			t.Errorf("%q: %d %s", query, r.StatusCode, body)
		}
	}
}

func TestEtagsGuardChanges(t *testing.T) {
	b := start(t)
	client := b.network(t)
	vcn := ok[core.CreateVcnResponse](t)(client.CreateVcn(ctx, core.CreateVcnRequest{CreateVcnDetails: core.CreateVcnDetails{CompartmentId: str(compartment), CidrBlock: str("10.0.0.0/16")}}))
	rename := func(etag *string, name string) (core.UpdateVcnResponse, error) {
		return client.UpdateVcn(ctx, core.UpdateVcnRequest{VcnId: vcn.Id, IfMatch: etag, UpdateVcnDetails: core.UpdateVcnDetails{DisplayName: &name,
			FreeformTags: map[string]string{"a": "b"}}})
	}
	renamed := ok[core.UpdateVcnResponse](t)(rename(vcn.Etag, "new"))
	if *renamed.Etag == *vcn.Etag || *renamed.DisplayName != "new" || renamed.FreeformTags["a"] != "b" || *renamed.CidrBlock != "10.0.0.0/16" {
		t.Errorf("updated VCN %v, etag %s after %s", renamed.Vcn, *renamed.Etag, *vcn.Etag)
	}
	_, err := rename(vcn.Etag, "newer")
	refused(t, err, 412, "NoEtagMatch", *vcn.Id)
	_, err = client.DeleteVcn(ctx, core.DeleteVcnRequest{VcnId: vcn.Id, IfMatch: vcn.Etag})
	refused(t, err, 412, "NoEtagMatch", *vcn.Id)
	ok[core.DeleteVcnResponse](t)(client.DeleteVcn(ctx, core.DeleteVcnRequest{VcnId: vcn.Id, IfMatch: renamed.Etag}))
}

func TestRetryTokenMakesOneThing(t *testing.T) {
	b := start(t)
	client := b.network(t)
	create := func(name string) (core.CreateVcnResponse, error) {
		return client.CreateVcn(ctx, core.CreateVcnRequest{OpcRetryToken: str("once"), CreateVcnDetails: core.CreateVcnDetails{
			CompartmentId: str(compartment), CidrBlock: str("10.0.0.0/16"), DisplayName: &name}})
	}
	first := ok[core.CreateVcnResponse](t)(create("a"))
	if again := ok[core.CreateVcnResponse](t)(create("a")); *again.Id != *first.Id {
		t.Errorf("a second VCN %s beside %s", *again.Id, *first.Id)
	}
	_, err := create("b")
	refused(t, err, 409, "InvalidatedRetryToken", "")
	ok[core.DeleteVcnResponse](t)(client.DeleteVcn(ctx, core.DeleteVcnRequest{VcnId: first.Id}))
	if third := ok[core.CreateVcnResponse](t)(create("a")); *third.Id == *first.Id {
		t.Error("a deleted VCN was answered")
	}
}

// Core's work-request client cannot be pointed here, so that core must not make it ask.
func TestCoreHasNoWorkRequests(t *testing.T) {
	b := start(t)
	r, body := b.raw(t, "POST", "/20160918/vcns", `{"compartmentId":"`+compartment+`","cidrBlock":"10.0.0.0/16"}`, "Opc-Request-Id", "mine")
	if r.StatusCode != 200 || r.Header.Get("Opc-Work-Request-Id") != "" || r.Header.Get("Opc-Request-Id") != "mine" || r.Header.Get("Etag") == "" {
		t.Errorf("%d %v %s", r.StatusCode, r.Header, body)
	}
}
