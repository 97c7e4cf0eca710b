package cxif

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// ProviderArgs say which application to register at, and as whom: Username and Password, or IdentityUri, ClientId,
// ClientSecret and Scope.
type ProviderArgs struct {
	// Endpoint is the application's base address, to which /admin/… is appended: https, or http to a loopback address.
	Endpoint pulumi.StringPtrInput `pulumi:"endpoint"`
	// Workspace is part of the path of listener registrations, if the application has workspaces.
	Workspace pulumi.StringPtrInput `pulumi:"workspace,optional"`

	Username pulumi.StringPtrInput `pulumi:"username,optional"`
	Password pulumi.StringPtrInput `pulumi:"password,optional"`

	IdentityUri  pulumi.StringPtrInput `pulumi:"identityUri,optional"` // the token endpoint
	ClientId     pulumi.StringPtrInput `pulumi:"clientId,optional"`
	ClientSecret pulumi.StringPtrInput `pulumi:"clientSecret,optional"`
	Scope        pulumi.StringPtrInput `pulumi:"scope,optional"`
}

// Provider is one application of the CX Industries Framework.
type Provider struct{ pulumi.ProviderResourceState }

// NewProvider registers a provider. Resources use it by the option pulumi.Provider.
func NewProvider(ctx *pulumi.Context, name string, args *ProviderArgs, opts ...pulumi.ResourceOption) (*Provider, error) {
	provider := &Provider{}
	return provider, register(ctx, "pulumi:providers:cxif", name, args, provider, opts)
}
