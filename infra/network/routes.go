package network

import (
	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// publicRoutes lead everything through an internet gateway.
func (b *builder) publicRoutes() ([]*oci.RouteTableRouteRuleArgs, error) {
	internet, err := oci.NewInternetGateway(b.ctx, "internet", &oci.InternetGatewayArgs{
		CompartmentId: b.compartment(),
		DisplayName:   b.Stack.Display("internet"),
		VcnId:         b.vcn.ID(),
		FreeformTags:  b.Stack.Tags(),
	}, b.child())
	if err != nil {
		return nil, err
	}
	return []*oci.RouteTableRouteRuleArgs{route("the internet", anywhere, cidrBlock, internet.ID())}, nil
}

// privateRoutes lead to OCI's services through a service gateway, and to everything else, which is B2C Service,
// through a NAT gateway.
func (b *builder) privateRoutes() ([]*oci.RouteTableRouteRuleArgs, error) {
	nat, err := oci.NewNatGateway(b.ctx, "nat", &oci.NatGatewayArgs{
		CompartmentId: b.compartment(),
		DisplayName:   b.Stack.Display("nat"),
		VcnId:         b.vcn.ID(),
		FreeformTags:  b.Stack.Tags(),
	}, b.child())
	if err != nil {
		return nil, err
	}
	b.network.EgressAddress = nat.NatIp
	services, err := oci.NewServiceGateway(b.ctx, "services", &oci.ServiceGatewayArgs{
		CompartmentId: b.compartment(),
		DisplayName:   b.Stack.Display("services"),
		VcnId:         b.vcn.ID(),
		Services:      []*oci.ServiceGatewayServiceArgs{{ServiceId: pulumi.String(b.services.Id)}},
		FreeformTags:  b.Stack.Tags(),
	}, b.child())
	if err != nil {
		return nil, err
	}
	return []*oci.RouteTableRouteRuleArgs{
		route("B2C Service", anywhere, cidrBlock, nat.ID()),
		route("OCI services", b.services.CidrBlock, serviceLabel, services.ID()),
	}, nil
}

func route(what, destination string, kind pulumi.String, through pulumi.IDOutput) *oci.RouteTableRouteRuleArgs {
	return &oci.RouteTableRouteRuleArgs{
		Description:     pulumi.String(what),
		Destination:     pulumi.String(destination),
		DestinationType: kind,
		NetworkEntityId: through,
	}
}
