package network

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Kinds of destinations and sources of routes and rules. Core API: RouteRule, SecurityRule.
const (
	cidrBlock     = pulumi.String("CIDR_BLOCK")
	serviceLabel  = pulumi.String("SERVICE_CIDR_BLOCK")
	securityGroup = pulumi.String("NETWORK_SECURITY_GROUP")

	anywhere = "0.0.0.0/0"
)

func (b *builder) buildSubnets() error {
	closed, err := oci.NewSecurityList(b.ctx, "closed", &oci.SecurityListArgs{
		CompartmentId: b.compartment(),
		DisplayName:   b.Stack.Display("closed"),
		VcnId:         b.vcn.ID(),
		FreeformTags:  b.Stack.Tags(),
	}, b.child())
	if err != nil {
		return fmt.Errorf("building the empty security list: %w", err)
	}
	public, err := b.publicRoutes()
	if err != nil {
		return fmt.Errorf("building the public subnet's routes: %w", err)
	}
	private, err := b.privateRoutes()
	if err != nil {
		return fmt.Errorf("building the private subnet's routes: %w", err)
	}
	b.network.PublicSubnetID, err = b.subnet("public", b.Settings.Network.PublicSubnetCidr, public, closed)
	if err != nil {
		return err
	}
	b.network.PrivateSubnetID, err = b.subnet("private", b.Settings.Network.PrivateSubnetCidr, private, closed)
	return err
}

func (b *builder) subnet(
	name, cidr string, routes []*oci.RouteTableRouteRuleArgs, closed *oci.SecurityList,
) (pulumi.IDOutput, error) {
	table, err := oci.NewRouteTable(b.ctx, name, &oci.RouteTableArgs{
		CompartmentId: b.compartment(),
		DisplayName:   b.Stack.Display(name),
		VcnId:         b.vcn.ID(),
		RouteRules:    routes,
		FreeformTags:  b.Stack.Tags(),
	}, b.child())
	if err != nil {
		return pulumi.IDOutput{}, fmt.Errorf("building the %s subnet's route table: %w", name, err)
	}
	subnet, err := oci.NewSubnet(b.ctx, name, &oci.SubnetArgs{
		CompartmentId:          b.compartment(),
		DisplayName:            b.Stack.Display(name),
		VcnId:                  b.vcn.ID(),
		CidrBlock:              pulumi.String(cidr),
		RouteTableId:           table.ID(),
		SecurityListIds:        pulumi.StringArray{closed.ID()},
		ProhibitPublicIpOnVnic: pulumi.Bool(name == "private"),
		FreeformTags:           b.Stack.Tags(),
	}, b.child())
	if err != nil {
		return pulumi.IDOutput{}, fmt.Errorf("building the %s subnet: %w", name, err)
	}
	return subnet.ID(), nil
}
