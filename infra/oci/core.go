package oci

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// VcnArgs are the arguments of a virtual cloud network.
type VcnArgs struct {
	CidrBlocks    pulumi.StringArrayInput `pulumi:"cidrBlocks,optional"`
	CompartmentId pulumi.StringInput      `pulumi:"compartmentId"`
	DisplayName   pulumi.StringPtrInput   `pulumi:"displayName,optional"`
	FreeformTags  pulumi.StringMapInput   `pulumi:"freeformTags,optional"`
}

// Vcn is a virtual cloud network.
type Vcn struct{ pulumi.CustomResourceState }

// NewVcn registers a virtual cloud network.
func NewVcn(ctx *pulumi.Context, name string, args *VcnArgs, opts ...pulumi.ResourceOption) (*Vcn, error) {
	vcn := &Vcn{}
	return vcn, register(ctx, "oci:Core/vcn:Vcn", name, args, vcn, opts)
}

// InternetGatewayArgs are the arguments of an internet gateway.
type InternetGatewayArgs struct {
	CompartmentId pulumi.StringInput    `pulumi:"compartmentId"`
	DisplayName   pulumi.StringPtrInput `pulumi:"displayName,optional"`
	FreeformTags  pulumi.StringMapInput `pulumi:"freeformTags,optional"`
	VcnId         pulumi.StringInput    `pulumi:"vcnId"`
}

// InternetGateway lets hosts with a public address talk to the internet, and be talked to.
type InternetGateway struct{ pulumi.CustomResourceState }

// NewInternetGateway registers an internet gateway.
func NewInternetGateway(
	ctx *pulumi.Context, name string, args *InternetGatewayArgs, opts ...pulumi.ResourceOption,
) (*InternetGateway, error) {
	gateway := &InternetGateway{}
	return gateway, register(ctx, "oci:Core/internetGateway:InternetGateway", name, args, gateway, opts)
}

// NatGatewayArgs are the arguments of a NAT gateway.
type NatGatewayArgs struct {
	CompartmentId pulumi.StringInput    `pulumi:"compartmentId"`
	DisplayName   pulumi.StringPtrInput `pulumi:"displayName,optional"`
	FreeformTags  pulumi.StringMapInput `pulumi:"freeformTags,optional"`
	VcnId         pulumi.StringInput    `pulumi:"vcnId"`
}

// NatGateway lets hosts without a public address reach the internet.
type NatGateway struct {
	pulumi.CustomResourceState

	// NatIp is the address that the outside sees.
	NatIp pulumi.StringOutput `pulumi:"natIp"`
}

// NewNatGateway registers a NAT gateway.
func NewNatGateway(
	ctx *pulumi.Context, name string, args *NatGatewayArgs, opts ...pulumi.ResourceOption,
) (*NatGateway, error) {
	gateway := &NatGateway{}
	return gateway, register(ctx, "oci:Core/natGateway:NatGateway", name, args, gateway, opts)
}

// ServiceGatewayArgs are the arguments of a service gateway.
type ServiceGatewayArgs struct {
	CompartmentId pulumi.StringInput           `pulumi:"compartmentId"`
	DisplayName   pulumi.StringPtrInput        `pulumi:"displayName,optional"`
	FreeformTags  pulumi.StringMapInput        `pulumi:"freeformTags,optional"`
	Services      []*ServiceGatewayServiceArgs `pulumi:"services"`
	VcnId         pulumi.StringInput           `pulumi:"vcnId"`
}

// ServiceGatewayServiceArgs name a service, or a label for several, that the gateway leads to.
type ServiceGatewayServiceArgs struct {
	ServiceId pulumi.StringInput `pulumi:"serviceId"`
}

// ServiceGateway leads to OCI's own services without crossing the internet.
type ServiceGateway struct{ pulumi.CustomResourceState }

// NewServiceGateway registers a service gateway.
func NewServiceGateway(
	ctx *pulumi.Context, name string, args *ServiceGatewayArgs, opts ...pulumi.ResourceOption,
) (*ServiceGateway, error) {
	gateway := &ServiceGateway{}
	return gateway, register(ctx, "oci:Core/serviceGateway:ServiceGateway", name, args, gateway, opts)
}
