package network

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Args are what the network is built from.
type Args struct {
	Stack    names.Stack
	Settings *settings.Settings
}

// Network is the VCN with its subnets and security groups.
type Network struct {
	pulumi.ResourceState

	VcnID           pulumi.IDOutput
	PublicSubnetID  pulumi.IDOutput
	PrivateSubnetID pulumi.IDOutput
	// GatewayGroupID and FunctionsGroupID are the network security groups.
	GatewayGroupID   pulumi.IDOutput
	FunctionsGroupID pulumi.IDOutput
	// EgressAddress is what B2C Service sees as the functions' address.
	EgressAddress pulumi.StringOutput
}

// builder holds what the steps of New share.
type builder struct {
	Args
	ctx     *pulumi.Context
	network *Network
	vcn     *oci.Vcn
	// services is the label for all of OCI's services in the region.
	services oci.GetServicesService
}

// New builds the network.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Network, error) {
	network := &Network{}
	if err := ctx.RegisterComponentResource("cxbridge:network:Network", name, network, opts...); err != nil {
		return nil, err
	}
	services, err := allServices(ctx, network)
	if err != nil {
		return nil, err
	}
	b := &builder{Args: args, ctx: ctx, network: network, services: services}
	for _, step := range []func() error{b.buildVcn, b.buildSecurityGroups, b.buildSubnets} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return network, ctx.RegisterResourceOutputs(network, pulumi.Map{
		"vcnId": network.VcnID, "egressAddress": network.EgressAddress,
	})
}

func (b *builder) buildVcn() error {
	vcn, err := oci.NewVcn(b.ctx, "vcn", &oci.VcnArgs{
		CompartmentId: b.compartment(),
		DisplayName:   b.Stack.Display("vcn"),
		CidrBlocks:    pulumi.ToStringArray([]string{b.Settings.Network.VcnCidr}),
		FreeformTags:  b.Stack.Tags(),
	}, b.child())
	if err != nil {
		return fmt.Errorf("building the VCN: %w", err)
	}
	b.vcn, b.network.VcnID = vcn, vcn.ID()
	return nil
}

// compartment is where all of the network lives.
func (b *builder) compartment() pulumi.String { return pulumi.String(b.Settings.CompartmentID) }

// child makes a resource the network's own.
func (b *builder) child() pulumi.ResourceOption { return pulumi.Parent(b.network) }
