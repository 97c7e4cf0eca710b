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

func str(s string) *string { return &s }

// net is a VCN with what a stack puts into it.
type net struct {
	*bench
	core.VirtualNetworkClient
	vcn             core.Vcn
	igw             string
	routes          string
	group           string
	public, private string
}

func (b *bench) network(t testing.TB) core.VirtualNetworkClient {
	t.Helper()
	client, err := core.NewVirtualNetworkClientWithConfigurationProvider(b.provider)
	point(t, b, &client.BaseClient, err)
	return client
}

func newNet(t testing.TB, b *bench) *net {
	t.Helper()
	n := &net{bench: b, VirtualNetworkClient: b.network(t)}
	n.vcn = ok[core.CreateVcnResponse](t)(n.CreateVcn(ctx, core.CreateVcnRequest{CreateVcnDetails: core.CreateVcnDetails{
		CompartmentId: str(compartment), CidrBlocks: []string{"10.0.0.0/16"}, DisplayName: str("net"), DnsLabel: str("net")}})).Vcn
	n.igw = *ok[core.CreateInternetGatewayResponse](t)(n.CreateInternetGateway(ctx, core.CreateInternetGatewayRequest{
		CreateInternetGatewayDetails: core.CreateInternetGatewayDetails{CompartmentId: str(compartment), VcnId: n.vcn.Id, IsEnabled: common.Bool(true)}})).Id
	n.routes = *ok[core.CreateRouteTableResponse](t)(n.CreateRouteTable(ctx, core.CreateRouteTableRequest{
		CreateRouteTableDetails: core.CreateRouteTableDetails{CompartmentId: str(compartment), VcnId: n.vcn.Id,
			RouteRules: []core.RouteRule{{NetworkEntityId: &n.igw, Destination: str("0.0.0.0/0")}}}})).Id
	n.group = *ok[core.CreateNetworkSecurityGroupResponse](t)(n.CreateNetworkSecurityGroup(ctx, core.CreateNetworkSecurityGroupRequest{
		CreateNetworkSecurityGroupDetails: core.CreateNetworkSecurityGroupDetails{CompartmentId: str(compartment), VcnId: n.vcn.Id}})).Id
	n.public = *n.subnet(t, "10.0.0.0/24", false).Id
	n.private = *n.subnet(t, "10.0.1.0/24", true).Id
	return n
}

func (n *net) subnet(t testing.TB, cidr string, private bool) core.Subnet {
	t.Helper()
	return ok[core.CreateSubnetResponse](t)(n.CreateSubnet(ctx, core.CreateSubnetRequest{CreateSubnetDetails: core.CreateSubnetDetails{
		CompartmentId: str(compartment), VcnId: n.vcn.Id, CidrBlock: &cidr, RouteTableId: &n.routes, ProhibitPublicIpOnVnic: &private}})).Subnet
}

func TestVCNHasItsDefaults(t *testing.T) {
	n := newNet(t, start(t))
	v := n.vcn
	if v.LifecycleState != core.VcnLifecycleStateAvailable || *v.CidrBlock != "10.0.0.0/16" || *v.VcnDomainName != "net.oraclevcn.com" || v.FreeformTags == nil {
		t.Errorf("VCN %v", v)
	}
	rt := ok[core.GetRouteTableResponse](t)(n.GetRouteTable(ctx, core.GetRouteTableRequest{RtId: v.DefaultRouteTableId}))
	sl := ok[core.GetSecurityListResponse](t)(n.GetSecurityList(ctx, core.GetSecurityListRequest{SecurityListId: v.DefaultSecurityListId}))
	dhcp := ok[core.GetDhcpOptionsResponse](t)(n.GetDhcpOptions(ctx, core.GetDhcpOptionsRequest{DhcpId: v.DefaultDhcpOptionsId}))
	if *rt.DisplayName != "Default Route Table for net" || len(sl.IngressSecurityRules) != 3 || len(dhcp.Options) != 1 {
		t.Errorf("route table %v, security list %v, DHCP options %v", rt, sl, dhcp)
	}
	s := ok[core.GetSubnetResponse](t)(n.GetSubnet(ctx, core.GetSubnetRequest{SubnetId: &n.private}))
	if *s.VirtualRouterIp != "10.0.1.1" || *s.DhcpOptionsId != *v.DefaultDhcpOptionsId || s.SecurityListIds[0] != *v.DefaultSecurityListId || !*s.ProhibitInternetIngress {
		t.Errorf("subnet %v", s.Subnet)
	}
}

func TestGatewaysOfTheNetwork(t *testing.T) {
	n := newNet(t, start(t))
	nat := ok[core.CreateNatGatewayResponse](t)(n.CreateNatGateway(ctx, core.CreateNatGatewayRequest{
		CreateNatGatewayDetails: core.CreateNatGatewayDetails{CompartmentId: str(compartment), VcnId: n.vcn.Id}}))
	if *nat.BlockTraffic || !strings.HasPrefix(*nat.NatIp, "203.0.113.") {
		t.Errorf("NAT gateway %v", nat.NatGateway)
	}
	services := ok[core.ListServicesResponse](t)(n.ListServices(ctx, core.ListServicesRequest{})).Items
	all := services[1]
	if *all.CidrBlock != "all-iad-services-in-oracle-services-network" {
		t.Fatalf("services %v", services)
	}
	sgw := ok[core.CreateServiceGatewayResponse](t)(n.CreateServiceGateway(ctx, core.CreateServiceGatewayRequest{
		CreateServiceGatewayDetails: core.CreateServiceGatewayDetails{CompartmentId: str(compartment), VcnId: n.vcn.Id,
			Services: []core.ServiceIdRequestDetails{{ServiceId: all.Id}}}}))
	if *sgw.Services[0].ServiceName != *all.Name {
		t.Errorf("service gateway %v", sgw.ServiceGateway)
	}
	rule := core.RouteRule{NetworkEntityId: sgw.Id, Destination: all.CidrBlock, DestinationType: core.RouteRuleDestinationTypeServiceCidrBlock}
	updated := ok[core.UpdateRouteTableResponse](t)(n.UpdateRouteTable(ctx, core.UpdateRouteTableRequest{RtId: &n.routes,
		UpdateRouteTableDetails: core.UpdateRouteTableDetails{RouteRules: []core.RouteRule{rule}}}))
	if len(updated.RouteRules) != 1 || updated.RouteRules[0].RouteType != core.RouteRuleRouteTypeStatic {
		t.Errorf("route rules %v", updated.RouteRules)
	}
	// The internet gateway is not routed to any more.
	ok[core.DeleteInternetGatewayResponse](t)(n.DeleteInternetGateway(ctx, core.DeleteInternetGatewayRequest{IgId: &n.igw}))
}

func TestCIDRsThatDoNotFit(t *testing.T) {
	n := newNet(t, start(t))
	for _, tt := range []struct{ name, cidr, message string }{
		{"outside the VCN", "10.1.0.0/24", "not within"},
		{"larger than the VCN", "10.0.0.0/15", "not within"},
		{"overlapping", "10.0.0.128/25", "overlaps"},
		{"same", "10.0.1.0/24", "overlaps"},
		{"host bits", "10.0.3.1/24", "does not match network IP 10.0.3.0"},
		{"no CIDR", "ten", "not an IPv4 block"},
		{"IPv6", "fc00::/64", "not an IPv4 block"},
		{"too small", "10.0.4.0/31", "/30 or larger"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := n.CreateSubnet(ctx, core.CreateSubnetRequest{CreateSubnetDetails: core.CreateSubnetDetails{
				CompartmentId: str(compartment), VcnId: n.vcn.Id, CidrBlock: &tt.cidr}})
			refused(t, err, 400, "InvalidParameter", tt.message)
		})
	}
	for _, blocks := range [][]string{{"10.0.0.0/8"}, {"10.0.0.0/16", "10.0.1.0/24"}, {}, {"10.0.0.0/31"}} {
		_, err := n.CreateVcn(ctx, core.CreateVcnRequest{CreateVcnDetails: core.CreateVcnDetails{CompartmentId: str(compartment), CidrBlocks: blocks}})
		refused(t, err, 400, "InvalidParameter", "")
	}
}

func TestSecurityRulesOfAGroup(t *testing.T) {
	n := newNet(t, start(t))
	tcp443 := &core.TcpOptions{DestinationPortRange: &core.PortRange{Min: common.Int(443), Max: common.Int(443)}}
	other := ok[core.CreateNetworkSecurityGroupResponse](t)(n.CreateNetworkSecurityGroup(ctx, core.CreateNetworkSecurityGroupRequest{
		CreateNetworkSecurityGroupDetails: core.CreateNetworkSecurityGroupDetails{CompartmentId: str(compartment), VcnId: n.vcn.Id}})).Id
	add := func(rule core.AddSecurityRuleDetails) (core.AddNetworkSecurityGroupSecurityRulesResponse, error) {
		return n.AddNetworkSecurityGroupSecurityRules(ctx, core.AddNetworkSecurityGroupSecurityRulesRequest{NetworkSecurityGroupId: &n.group,
			AddNetworkSecurityGroupSecurityRulesDetails: core.AddNetworkSecurityGroupSecurityRulesDetails{SecurityRules: []core.AddSecurityRuleDetails{rule}}})
	}
	ingress := core.AddSecurityRuleDetails{Direction: core.AddSecurityRuleDetailsDirectionIngress, Protocol: str("6"), Source: str("0.0.0.0/0"), TcpOptions: tcp443}
	first := ok[core.AddNetworkSecurityGroupSecurityRulesResponse](t)(add(ingress)).SecurityRules[0]
	if len(*first.Id) != 6 || !*first.IsValid || *first.IsStateless || first.SourceType != core.SecurityRuleSourceTypeCidrBlock || first.TimeCreated == nil {
		t.Errorf("rule %v", first)
	}
	egress := core.AddSecurityRuleDetails{Direction: core.AddSecurityRuleDetailsDirectionEgress, Protocol: str("all"),
		Destination: other, DestinationType: core.AddSecurityRuleDetailsDestinationTypeNetworkSecurityGroup}
	ok[core.AddNetworkSecurityGroupSecurityRulesResponse](t)(add(egress))

	list := func() []core.SecurityRule {
		return ok[core.ListNetworkSecurityGroupSecurityRulesResponse](t)(n.ListNetworkSecurityGroupSecurityRules(ctx,
			core.ListNetworkSecurityGroupSecurityRulesRequest{NetworkSecurityGroupId: &n.group})).Items
	}
	ok[core.DeleteNetworkSecurityGroupResponse](t)(n.DeleteNetworkSecurityGroup(ctx, core.DeleteNetworkSecurityGroupRequest{NetworkSecurityGroupId: other}))
	if rules := list(); len(rules) != 2 || !*rules[0].IsValid || *rules[1].IsValid {
		t.Errorf("rules %v, want the second invalid without its group", rules)
	}
	ok[core.UpdateNetworkSecurityGroupSecurityRulesResponse](t)(n.UpdateNetworkSecurityGroupSecurityRules(ctx, core.UpdateNetworkSecurityGroupSecurityRulesRequest{
		NetworkSecurityGroupId: &n.group, UpdateNetworkSecurityGroupSecurityRulesDetails: core.UpdateNetworkSecurityGroupSecurityRulesDetails{
			SecurityRules: []core.UpdateSecurityRuleDetails{{Id: first.Id, Direction: core.UpdateSecurityRuleDetailsDirectionIngress, Protocol: str("6"), Source: str("127.0.0.1/32")}}}}))
	if got := *list()[0].Source; got != "127.0.0.1/32" {
		t.Errorf("source %s after the update", got)
	}
	ok[core.RemoveNetworkSecurityGroupSecurityRulesResponse](t)(n.RemoveNetworkSecurityGroupSecurityRules(ctx, core.RemoveNetworkSecurityGroupSecurityRulesRequest{
		NetworkSecurityGroupId: &n.group, RemoveNetworkSecurityGroupSecurityRulesDetails: core.RemoveNetworkSecurityGroupSecurityRulesDetails{SecurityRuleIds: []string{*first.Id}}}))
	if rules := list(); len(rules) != 1 {
		t.Errorf("%d rules after one of two was removed", len(rules))
	}

	for name, rule := range map[string]core.AddSecurityRuleDetails{
		"ingress with a destination": {Direction: "INGRESS", Protocol: str("6"), Destination: str("0.0.0.0/0")},
		"source that is no CIDR":     {Direction: "INGRESS", Protocol: str("6"), Source: str("me")},
		"ports of another protocol":  {Direction: "INGRESS", Protocol: str("17"), Source: str("0.0.0.0/0"), TcpOptions: tcp443},
		"ports upside down": {Direction: "INGRESS", Protocol: str("6"), Source: str("0.0.0.0/0"),
			TcpOptions: &core.TcpOptions{DestinationPortRange: &core.PortRange{Min: common.Int(9), Max: common.Int(1)}}},
	} {
		if _, err := add(rule); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

// What is in use cannot go, and says why; taken away in the right order, all of it can.
func TestDeletionOfWhatIsInUse(t *testing.T) {
	n := newNet(t, start(t))
	del := func(path string) (int, string) {
		r, body := n.raw(t, "DELETE", "/20160918"+path, "")
		return r.StatusCode, body
	}
	for _, tt := range []struct{ name, path, code string }{
		{"VCN with anything", "/vcns/" + *n.vcn.Id, "IncorrectState"},
		{"gateway that is routed to", "/internetGateways/" + n.igw, "IncorrectState"},
		{"route table of a subnet", "/routeTables/" + n.routes, "Conflict"},
		{"default route table", "/routeTables/" + *n.vcn.DefaultRouteTableId, "IncorrectState"},
		{"default security list", "/securityLists/" + *n.vcn.DefaultSecurityListId, "IncorrectState"},
	} {
		if status, body := del(tt.path); status != 409 || !strings.Contains(body, `"code":"`+tt.code+`"`) {
			t.Errorf("%s: %d %s, want 409 %s", tt.name, status, body, tt.code)
		}
	}
	for _, path := range []string{"/subnets/" + n.public, "/subnets/" + n.private, "/routeTables/" + n.routes, "/internetGateways/" + n.igw,
		"/networkSecurityGroups/" + n.group, "/vcns/" + *n.vcn.Id} {
		if status, body := del(path); status != 204 {
			t.Errorf("DELETE %s: %d %s", path, status, body)
		}
		if r, _ := n.raw(t, "GET", "/20160918"+path, ""); r.StatusCode != 404 {
			t.Errorf("GET %s after its deletion: %d", path, r.StatusCode)
		}
	}
	if r, _ := n.raw(t, "GET", "/20160918/routeTables/"+*n.vcn.DefaultRouteTableId, ""); r.StatusCode != 404 {
		t.Errorf("default route table after its VCN's deletion: %d", r.StatusCode)
	}
}

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
