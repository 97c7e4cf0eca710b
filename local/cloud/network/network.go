package network

import (
	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/limits"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const base = "/20160918"

// Shapes of rules (oci-go-sdk: core.RouteRule, core.IngressSecurityRule, …).
var shapes = map[string]string{
	"routeRule": "networkEntityId! cidrBlock destination destinationType:CIDR_BLOCK|SERVICE_CIDR_BLOCK description routeType:STATIC|LOCAL",
	"serviceId": "serviceId! serviceName",
	"icmp":      "type:int! code:int",
	"range":     "min:int! max:int!",
	"ports":     "destinationPortRange:{range} sourcePortRange:{range}",
	"egress":    "destination! protocol! destinationType:CIDR_BLOCK|SERVICE_CIDR_BLOCK description icmpOptions:{icmp} isStateless:bool tcpOptions:{ports} udpOptions:{ports}",
	"ingress":   "source! protocol! sourceType:CIDR_BLOCK|SERVICE_CIDR_BLOCK description icmpOptions:{icmp} isStateless:bool tcpOptions:{ports} udpOptions:{ports}",
}

// Register adds the network's kinds and routes. limit is that of VCNs.
func Register(e *resource.Engine, limit limits.Limit) {
	for _, k := range kinds(limit) {
		e.Register(k)
	}
	registerRules(e)
	registerBlocks(e)
	e.Reader("GET "+base+"/services", func(op *resource.Op) (*api.Answer, error) {
		return api.OK(services(op)), nil
	})
	e.Reader("GET "+base+"/services/{id}", func(op *resource.Op) (*api.Answer, error) {
		for _, s := range services(op) {
			if s["id"] == op.Call.Param("id") {
				return api.OK(s), nil
			}
		}
		return nil, api.NotFound("Service", op.Call.Param("id"))
	})
}

func kinds(limit limits.Limit) []*resource.Kind {
	inVCN := resource.Ref{Field: "vcnId", Kind: "vcn", Blocks: true}
	routed := resource.Ref{Field: "routeTableId", Kind: "routetable", Blocks: true}
	kind := func(name, title, path, fields string, create func(*resource.Op, *store.Resource) error, refs ...resource.Ref) *resource.Kind {
		return &resource.Kind{Name: name, Title: title, Paths: []string{base + path}, Active: "AVAILABLE",
			Fields: "compartmentId! displayName~ " + fields, Shapes: shapes, Refs: refs, Create: create}
	}
	vcn := kind("vcn", "VCN", "/vcns",
		"cidrBlock cidrBlocks:strings dnsLabel isIpv6Enabled:bool securityAttributes:tags~", func(op *resource.Op, r *store.Resource) error {
			if err := limit.Admit(op, 1); err != nil {
				return err
			}
			return createVCN(op, r)
		})
	vcn.Delete, vcn.InUse = deleteVCN, vcnInUse

	igw := kind("internetgateway", "Internet Gateway", "/internetGateways", "vcnId! isEnabled:bool!~ routeTableId~", nil, inVCN, routed)
	nat := kind("natgateway", "NAT Gateway", "/natGateways", "vcnId! blockTraffic:bool~ routeTableId~", createNAT, inVCN, routed)
	sgw := kind("servicegateway", "Service Gateway", "/serviceGateways", "vcnId! services:[serviceId]!~ blockTraffic:bool= routeTableId~", createServiceGateway, inVCN, routed)
	sgw.Update = updateServiceGateway
	for _, gateway := range []*resource.Kind{igw, nat, sgw} {
		gateway.InUse = gatewayInUse
	}

	rt := kind("routetable", "Route Table", "/routeTables", "vcnId! routeRules:[routeRule]!~", checkRouteTable, inVCN,
		resource.Ref{Field: "routeRules.networkEntityId", Kind: "internetgateway|natgateway|servicegateway", Blocks: true})
	rt.Update = func(op *resource.Op, _, r *store.Resource) error { return checkRouteTable(op, r) }
	sl := kind("securitylist", "Security List", "/securityLists", "vcnId! egressSecurityRules:[egress]!~ ingressSecurityRules:[ingress]!~", checkSecurityList, inVCN)
	sl.Update = func(op *resource.Op, _, r *store.Resource) error { return checkSecurityList(op, r) }
	dhcp := kind("dhcpoptions", "DHCP Options", "/dhcps", "vcnId! domainNameType~", notSimulatedDHCP, inVCN)
	for _, k := range []*resource.Kind{rt, sl, dhcp} {
		k.Delete = refuseDefault
	}

	nsg := kind("networksecuritygroup", "Network Security Group", "/networkSecurityGroups", "vcnId!", nil, inVCN)
	subnet := kind("subnet", "Subnet", "/subnets",
		"vcnId! cidrBlock!~ availabilityDomain dhcpOptionsId~ dnsLabel prohibitInternetIngress:bool prohibitPublicIpOnVnic:bool routeTableId~ securityListIds:strings~",
		createSubnet, inVCN, routed,
		resource.Ref{Field: "dhcpOptionsId", Kind: "dhcpoptions", Blocks: true},
		resource.Ref{Field: "securityListIds", Kind: "securitylist", Blocks: true})
	subnet.Update, subnet.InUse = updateSubnet, subnetInUse
	return []*resource.Kind{vcn, igw, nat, sgw, rt, sl, dhcp, nsg, subnet}
}

func notSimulatedDHCP(*resource.Op, *store.Resource) error {
	return api.NotSimulated("DHCP options other than a VCN's default ones")
}

func vcnInUse(r *store.Resource, by store.Referrer) *api.Error {
	return api.IncorrectState("The VCN %s is in use: it still has the %s %s. Delete that first.", r.ID, by.Kind, by.ID)
}

func gatewayInUse(r *store.Resource, by store.Referrer) *api.Error {
	return api.IncorrectState("The %s %s is associated with the Route Table %s that routes to it. Remove the rule first.", r.Kind, r.ID, by.ID)
}

func subnetInUse(r *store.Resource, by store.Referrer) *api.Error {
	return api.Conflict("The Subnet %s references the VNIC of the %s %s. You must remove the reference to proceed with this operation.", r.ID, by.Kind, by.ID)
}
