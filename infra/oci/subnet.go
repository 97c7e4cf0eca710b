package oci

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// RouteTableArgs are the arguments of a route table.
type RouteTableArgs struct {
	CompartmentId pulumi.StringInput         `pulumi:"compartmentId"`
	DisplayName   pulumi.StringPtrInput      `pulumi:"displayName,optional"`
	FreeformTags  pulumi.StringMapInput      `pulumi:"freeformTags,optional"`
	RouteRules    []*RouteTableRouteRuleArgs `pulumi:"routeRules,optional"`
	VcnId         pulumi.StringInput         `pulumi:"vcnId"`
}

// RouteTableRouteRuleArgs say through which gateway a destination is reached.
type RouteTableRouteRuleArgs struct {
	Description     pulumi.StringPtrInput `pulumi:"description,optional"`
	Destination     pulumi.StringPtrInput `pulumi:"destination,optional"`
	DestinationType pulumi.StringPtrInput `pulumi:"destinationType,optional"`
	NetworkEntityId pulumi.StringInput    `pulumi:"networkEntityId"`
}

// RouteTable holds the routes of the subnets that use it.
type RouteTable struct{ pulumi.CustomResourceState }

// NewRouteTable registers a route table.
func NewRouteTable(
	ctx *pulumi.Context, name string, args *RouteTableArgs, opts ...pulumi.ResourceOption,
) (*RouteTable, error) {
	table := &RouteTable{}
	return table, register(ctx, "oci:Core/routeTable:RouteTable", name, args, table, opts)
}

// SubnetArgs are the arguments of a subnet.
type SubnetArgs struct {
	CidrBlock              pulumi.StringInput      `pulumi:"cidrBlock"`
	CompartmentId          pulumi.StringInput      `pulumi:"compartmentId"`
	DisplayName            pulumi.StringPtrInput   `pulumi:"displayName,optional"`
	FreeformTags           pulumi.StringMapInput   `pulumi:"freeformTags,optional"`
	ProhibitPublicIpOnVnic pulumi.BoolPtrInput     `pulumi:"prohibitPublicIpOnVnic,optional"`
	RouteTableId           pulumi.StringPtrInput   `pulumi:"routeTableId,optional"`
	SecurityListIds        pulumi.StringArrayInput `pulumi:"securityListIds,optional"`
	VcnId                  pulumi.StringInput      `pulumi:"vcnId"`
}

// Subnet is a range of a VCN's addresses.
type Subnet struct{ pulumi.CustomResourceState }

// NewSubnet registers a subnet.
func NewSubnet(ctx *pulumi.Context, name string, args *SubnetArgs, opts ...pulumi.ResourceOption) (*Subnet, error) {
	subnet := &Subnet{}
	return subnet, register(ctx, "oci:Core/subnet:Subnet", name, args, subnet, opts)
}
