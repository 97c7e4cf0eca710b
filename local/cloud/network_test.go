package cloud_test

import (
	"strings"
	"testing"

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
