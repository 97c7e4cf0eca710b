package cxif

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// BasicArgs are an account that the application authenticates itself with at the listener.
type BasicArgs struct {
	Username pulumi.StringInput `pulumi:"username"`
	Password pulumi.StringInput `pulumi:"password"`
}

// OidcClientCredentialsArgs are an OAuth client that the application gets tokens with for its calls of the listener.
type OidcClientCredentialsArgs struct {
	IdentityUri  pulumi.StringInput    `pulumi:"identityUri"` // the token endpoint
	ClientId     pulumi.StringInput    `pulumi:"clientId"`
	ClientSecret pulumi.StringInput    `pulumi:"clientSecret"`
	Scope        pulumi.StringPtrInput `pulumi:"scope,optional"`
}
