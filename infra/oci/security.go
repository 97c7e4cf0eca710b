package oci

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// SecurityListArgs are the arguments of a security list. The stack keeps its rules in network security groups, so
// that none are needed here.
type SecurityListArgs struct {
	CompartmentId pulumi.StringInput    `pulumi:"compartmentId"`
	DisplayName   pulumi.StringPtrInput `pulumi:"displayName,optional"`
	FreeformTags  pulumi.StringMapInput `pulumi:"freeformTags,optional"`
	VcnId         pulumi.StringInput    `pulumi:"vcnId"`
}

// SecurityList applies its rules to everything in a subnet.
type SecurityList struct{ pulumi.CustomResourceState }

// NewSecurityList registers a security list.
func NewSecurityList(
	ctx *pulumi.Context, name string, args *SecurityListArgs, opts ...pulumi.ResourceOption,
) (*SecurityList, error) {
	list := &SecurityList{}
	return list, register(ctx, "oci:Core/securityList:SecurityList", name, args, list, opts)
}

// NetworkSecurityGroupArgs are the arguments of a network security group.
type NetworkSecurityGroupArgs struct {
	CompartmentId pulumi.StringInput    `pulumi:"compartmentId"`
	DisplayName   pulumi.StringPtrInput `pulumi:"displayName,optional"`
	FreeformTags  pulumi.StringMapInput `pulumi:"freeformTags,optional"`
	VcnId         pulumi.StringInput    `pulumi:"vcnId"`
}

// NetworkSecurityGroup applies its rules to the resources that name it.
type NetworkSecurityGroup struct{ pulumi.CustomResourceState }

// NewNetworkSecurityGroup registers a network security group.
func NewNetworkSecurityGroup(
	ctx *pulumi.Context, name string, args *NetworkSecurityGroupArgs, opts ...pulumi.ResourceOption,
) (*NetworkSecurityGroup, error) {
	group := &NetworkSecurityGroup{}
	return group, register(ctx, "oci:Core/networkSecurityGroup:NetworkSecurityGroup", name, args, group, opts)
}

// NetworkSecurityGroupSecurityRuleArgs are the arguments of one rule of a network security group.
type NetworkSecurityGroupSecurityRuleArgs struct {
	Description            pulumi.StringPtrInput                           `pulumi:"description,optional"`
	Destination            pulumi.StringPtrInput                           `pulumi:"destination,optional"`
	DestinationType        pulumi.StringPtrInput                           `pulumi:"destinationType,optional"`
	Direction              pulumi.StringInput                              `pulumi:"direction"`
	NetworkSecurityGroupId pulumi.StringInput                              `pulumi:"networkSecurityGroupId"`
	Protocol               pulumi.StringInput                              `pulumi:"protocol"`
	Source                 pulumi.StringPtrInput                           `pulumi:"source,optional"`
	SourceType             pulumi.StringPtrInput                           `pulumi:"sourceType,optional"`
	TcpOptions             *NetworkSecurityGroupSecurityRuleTcpOptionsArgs `pulumi:"tcpOptions,optional"`
}

// NetworkSecurityGroupSecurityRuleTcpOptionsArgs narrow a rule for TCP to ports.
type NetworkSecurityGroupSecurityRuleTcpOptionsArgs struct {
	DestinationPortRange *NetworkSecurityGroupSecurityRuleTcpOptionsDestinationPortRangeArgs `pulumi:"destinationPortRange,optional"`
}

// NetworkSecurityGroupSecurityRuleTcpOptionsDestinationPortRangeArgs are the first and the last port.
type NetworkSecurityGroupSecurityRuleTcpOptionsDestinationPortRangeArgs struct {
	Max pulumi.IntInput `pulumi:"max"`
	Min pulumi.IntInput `pulumi:"min"`
}

// NetworkSecurityGroupSecurityRule admits one kind of traffic.
type NetworkSecurityGroupSecurityRule struct{ pulumi.CustomResourceState }

// NewNetworkSecurityGroupSecurityRule registers a rule of a network security group.
func NewNetworkSecurityGroupSecurityRule(
	ctx *pulumi.Context, name string, args *NetworkSecurityGroupSecurityRuleArgs, opts ...pulumi.ResourceOption,
) (*NetworkSecurityGroupSecurityRule, error) {
	rule := &NetworkSecurityGroupSecurityRule{}
	return rule, register(ctx,
		"oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule", name, args, rule, opts)
}
