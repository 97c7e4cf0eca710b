package cxif

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// AffiliatedApiArgs name an API, and which of its events are wanted.
type AffiliatedApiArgs struct {
	ApiName    pulumi.StringInput `pulumi:"apiName"`
	ApiVersion pulumi.StringInput `pulumi:"apiVersion"`
	// ApiId, such as orcl-621, is what the REST reference calls it; ApiNumber is the implementation guide's name for the
	// same. One of them is given.
	ApiId     pulumi.StringPtrInput `pulumi:"apiId,optional"`
	ApiNumber pulumi.StringPtrInput `pulumi:"apiNumber,optional"`
	// Query selects events, such as (/eventType eq "CustomerBillCreateEvent"). Without one, all are wanted.
	Query pulumi.StringPtrInput `pulumi:"query,optional"`
}

// ListenerRegistrationArgs describe an external listener. One of Basic and OidcClientCredentials is given.
type ListenerRegistrationArgs struct {
	ListenerUrl           pulumi.StringInput         `pulumi:"listenerUrl"`
	AffiliatedApis        []*AffiliatedApiArgs       `pulumi:"affiliatedApis"`
	Basic                 *BasicArgs                 `pulumi:"basic,optional"`
	OidcClientCredentials *OidcClientCredentialsArgs `pulumi:"oidcClientCredentials,optional"`
}

// ListenerRegistration is an external listener for events. Its ID is the registration's.
type ListenerRegistration struct {
	pulumi.CustomResourceState

	ListenerUrl pulumi.StringOutput `pulumi:"listenerUrl"`
}

// NewListenerRegistration registers a listener registration.
func NewListenerRegistration(
	ctx *pulumi.Context, name string, args *ListenerRegistrationArgs, opts ...pulumi.ResourceOption,
) (*ListenerRegistration, error) {
	registration := &ListenerRegistration{}
	return registration, register(ctx, "cxif:index:ListenerRegistration", name, args, registration, opts)
}
