package cloud_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/core"
)

// A subnet grows and shrinks where it begins; what follows from its block follows.
func TestSubnetIsResized(t *testing.T) {
	n := newNet(t, start(t))
	for _, tt := range []struct{ name, cidr, message string }{
		{"smaller", "10.0.1.0/25", ""},
		{"as it was", "10.0.1.0/24", ""},
		{"elsewhere", "10.0.2.0/24", "does not have the original network address: 10.0.1.0"},
		{"grown downwards", "10.0.0.0/23", "overlaps"},
		{"outside the VCN", "10.1.1.0/24", "not within"},
		{"host bits", "10.0.1.0/23", "does not match network IP 10.0.0.0"},
		{"too small", "10.0.1.0/31", "/30 or larger"},
		{"no CIDR", "", "not an IPv4 block"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			changed, err := n.UpdateSubnet(ctx, core.UpdateSubnetRequest{SubnetId: &n.private, UpdateSubnetDetails: core.UpdateSubnetDetails{CidrBlock: &tt.cidr}})
			if tt.message != "" {
				refused(t, err, 400, "InvalidParameter", tt.message)
				return
			}
			s := ok[core.UpdateSubnetResponse](t)(changed, err)
			if *s.CidrBlock != tt.cidr || !slices.Equal(s.Ipv4CidrBlocks, []string{tt.cidr}) || *s.VirtualRouterIp != "10.0.1.1" {
				t.Errorf("subnet %v", s.Subnet)
			}
		})
	}
	if s := ok[core.GetSubnetResponse](t)(n.GetSubnet(ctx, core.GetSubnetRequest{SubnetId: &n.private})); *s.CidrBlock != "10.0.1.0/24" {
		t.Errorf("%s after refused changes", *s.CidrBlock)
	}
}

// A VCN's blocks come, change and go one at a time, unless a subnet would be left outside.
func TestBlocksOfAVCN(t *testing.T) {
	n := newNet(t, start(t)) // 10.0.0.0/16 with subnets at 10.0.0.0/24 and 10.0.1.0/24
	add := func(cidr string) (*http.Response, error) {
		r, err := n.AddVcnCidr(ctx, core.AddVcnCidrRequest{VcnId: n.vcn.Id, AddVcnCidrDetails: core.AddVcnCidrDetails{CidrBlock: &cidr}})
		return r.RawResponse, err
	}
	remove := func(cidr string) (*http.Response, error) {
		r, err := n.RemoveVcnCidr(ctx, core.RemoveVcnCidrRequest{VcnId: n.vcn.Id, RemoveVcnCidrDetails: core.RemoveVcnCidrDetails{CidrBlock: &cidr}})
		return r.RawResponse, err
	}
	modify := func(from, to string) (*http.Response, error) {
		r, err := n.ModifyVcnCidr(ctx, core.ModifyVcnCidrRequest{VcnId: n.vcn.Id,
			ModifyVcnCidrDetails: core.ModifyVcnCidrDetails{OriginalCidrBlock: &from, NewCidrBlock: &to}})
		return r.RawResponse, err
	}
	blocks := []string{"10.0.0.0/16"}
	done := func(want ...string) func(*http.Response, error) {
		return func(r *http.Response, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			if id, has := r.Header["Opc-Work-Request-Id"]; has {
				t.Errorf("the answer names the work request %v, which cannot be followed", id)
			}
			v := ok[core.GetVcnResponse](t)(n.GetVcn(ctx, core.GetVcnRequest{VcnId: n.vcn.Id}))
			if blocks = want; !slices.Equal(v.CidrBlocks, want) || *v.CidrBlock != want[0] {
				t.Errorf("blocks %v, the first %s; want %v", v.CidrBlocks, *v.CidrBlock, want)
			}
		}
	}
	not := func(status int, code, message string) func(*http.Response, error) {
		return func(_ *http.Response, err error) {
			t.Helper()
			refused(t, err, status, code, message)
			v := ok[core.GetVcnResponse](t)(n.GetVcn(ctx, core.GetVcnRequest{VcnId: n.vcn.Id}))
			if !slices.Equal(v.CidrBlocks, blocks) {
				t.Errorf("blocks %v after a refusal, want %v", v.CidrBlocks, blocks)
			}
		}
	}
	const invalid = "InvalidParameter"
	not(400, invalid, "takes 1 to 5")(remove("10.0.0.0/16"))
	done("10.0.0.0/16", "10.2.0.0/16")(add("10.2.0.0/16"))
	not(400, invalid, "overlaps with 10.2.0.0/16")(add("10.2.3.0/24"))
	not(400, invalid, "from /16 to /30")(add("10.8.0.0/15"))
	not(400, invalid, "does not match network IP 10.3.0.0")(add("10.3.0.1/16"))
	not(409, "Conflict", n.public)(remove("10.0.0.0/16"))
	not(400, invalid, "none of the VCN's")(remove("10.3.0.0/16"))
	done("10.0.0.0/17", "10.2.0.0/16")(modify("10.0.0.0/16", "10.0.0.0/17"))
	not(400, invalid, "would be outside")(modify("10.0.0.0/17", "10.0.0.0/24"))
	not(400, invalid, "The requested CIDR 10.2.4.0/22 is invalid: CIDR overlaps with 10.2.0.0/16")(modify("10.0.0.0/17", "10.2.4.0/22"))
	not(400, invalid, "none of the VCN's")(modify("10.0.0.0/16", "10.4.0.0/16"))
	for _, cidr := range []string{"10.3.0.0/16", "10.4.0.0/16", "10.5.0.0/16"} {
		done(append(slices.Clone(blocks), cidr)...)(add(cidr))
	}
	not(400, invalid, "takes 1 to 5")(add("10.6.0.0/16"))
	n.subnet(t, "10.4.7.0/24", false)
	not(409, "Conflict", "10.4.7.0/24")(remove("10.4.0.0/16"))
	done("10.0.0.0/17", "10.3.0.0/16", "10.4.0.0/16", "10.5.0.0/16")(remove("10.2.0.0/16"))

	r, body := n.raw(t, "POST", "/20160918/vcns/"+*n.vcn.Id+"/actions/addCidr", `{"cidr":"10.9.0.0/16"}`)
	if r.StatusCode != 400 || !strings.Contains(body, `unknown field \"cidr\"`) {
		t.Errorf("a body with another key: %d %s", r.StatusCode, body)
	}
}
