package oci

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// DynamicGroupArgs are the arguments of a dynamic group.
type DynamicGroupArgs struct {
	CompartmentId pulumi.StringInput    `pulumi:"compartmentId"`
	Description   pulumi.StringInput    `pulumi:"description"`
	FreeformTags  pulumi.StringMapInput `pulumi:"freeformTags,optional"`
	MatchingRule  pulumi.StringInput    `pulumi:"matchingRule"`
	Name          pulumi.StringPtrInput `pulumi:"name,optional"`
}

// DynamicGroup is a group whose members are the resources that a rule matches.
type DynamicGroup struct {
	pulumi.CustomResourceState

	// Name is what policy statements call the group.
	Name pulumi.StringOutput `pulumi:"name"`
}

// NewDynamicGroup registers a dynamic group.
func NewDynamicGroup(
	ctx *pulumi.Context, name string, args *DynamicGroupArgs, opts ...pulumi.ResourceOption,
) (*DynamicGroup, error) {
	group := &DynamicGroup{}
	return group, register(ctx, "oci:Identity/dynamicGroup:DynamicGroup", name, args, group, opts)
}

// PolicyArgs are the arguments of a policy.
type PolicyArgs struct {
	CompartmentId pulumi.StringInput      `pulumi:"compartmentId"`
	Description   pulumi.StringInput      `pulumi:"description"`
	FreeformTags  pulumi.StringMapInput   `pulumi:"freeformTags,optional"`
	Name          pulumi.StringPtrInput   `pulumi:"name,optional"`
	Statements    pulumi.StringArrayInput `pulumi:"statements"`
}

// Policy holds statements that allow something.
type Policy struct{ pulumi.CustomResourceState }

// NewPolicy registers a policy.
func NewPolicy(ctx *pulumi.Context, name string, args *PolicyArgs, opts ...pulumi.ResourceOption) (*Policy, error) {
	policy := &Policy{}
	return policy, register(ctx, "oci:Identity/policy:Policy", name, args, policy, opts)
}
