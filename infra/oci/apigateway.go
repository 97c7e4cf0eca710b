package oci

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// GatewayArgs are the arguments of an API gateway.
type GatewayArgs struct {
	CertificateId           pulumi.StringPtrInput   `pulumi:"certificateId,optional"`
	CompartmentId           pulumi.StringInput      `pulumi:"compartmentId"`
	DisplayName             pulumi.StringPtrInput   `pulumi:"displayName,optional"`
	EndpointType            pulumi.StringInput      `pulumi:"endpointType"`
	FreeformTags            pulumi.StringMapInput   `pulumi:"freeformTags,optional"`
	NetworkSecurityGroupIds pulumi.StringArrayInput `pulumi:"networkSecurityGroupIds,optional"`
	SubnetId                pulumi.StringInput      `pulumi:"subnetId"`
}

// Gateway is an API gateway: what its deployments expose is reached through it.
type Gateway struct {
	pulumi.CustomResourceState

	// Hostname is what the outside calls the gateway.
	Hostname pulumi.StringOutput `pulumi:"hostname"`
	// IpAddresses are where its hostname leads.
	IpAddresses GatewayIpAddressArrayOutput `pulumi:"ipAddresses"`
}

// GatewayIpAddress is an address of a gateway.
type GatewayIpAddress struct {
	IpAddress *string `pulumi:"ipAddress"`
}

// GatewayIpAddressArrayOutput is a gateway's addresses, once they are known.
type GatewayIpAddressArrayOutput struct{ *pulumi.OutputState }

// ElementType is that of what is known then.
func (GatewayIpAddressArrayOutput) ElementType() reflect.Type {
	return reflect.TypeFor[[]GatewayIpAddress]()
}

// NewGateway registers an API gateway.
func NewGateway(ctx *pulumi.Context, name string, args *GatewayArgs, opts ...pulumi.ResourceOption) (*Gateway, error) {
	gateway := &Gateway{}
	return gateway, register(ctx, "oci:ApiGateway/gateway:Gateway", name, args, gateway, opts)
}

// DeploymentArgs are the arguments of a deployment.
type DeploymentArgs struct {
	CompartmentId pulumi.StringInput           `pulumi:"compartmentId"`
	DisplayName   pulumi.StringPtrInput        `pulumi:"displayName,optional"`
	FreeformTags  pulumi.StringMapInput        `pulumi:"freeformTags,optional"`
	GatewayId     pulumi.StringInput           `pulumi:"gatewayId"`
	PathPrefix    pulumi.StringInput           `pulumi:"pathPrefix"`
	Specification *DeploymentSpecificationArgs `pulumi:"specification"`
}

// Deployment exposes an API through a gateway.
type Deployment struct {
	pulumi.CustomResourceState

	// Endpoint is the URL below which the routes are, the path's prefix included.
	Endpoint pulumi.StringOutput `pulumi:"endpoint"`
}

// NewDeployment registers a deployment.
func NewDeployment(
	ctx *pulumi.Context, name string, args *DeploymentArgs, opts ...pulumi.ResourceOption,
) (*Deployment, error) {
	deployment := &Deployment{}
	return deployment, register(ctx, "oci:ApiGateway/deployment:Deployment", name, args, deployment, opts)
}
