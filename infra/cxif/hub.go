package cxif

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// HubSubscriptionArgs describe a subscription at an API's hub. One of Basic and OidcClientCredentials is given.
type HubSubscriptionArgs struct {
	// Hub is the path of the hub below the provider's endpoint, such as /troubleTicket/v4/hub.
	Hub      pulumi.StringInput `pulumi:"hub"`
	Callback pulumi.StringInput `pulumi:"callback"`
	// Query selects events, such as (/eventType eq "TroubleTicketCreateEvent"). Without one, all are wanted.
	Query                 pulumi.StringPtrInput      `pulumi:"query,optional"`
	Basic                 *BasicArgs                 `pulumi:"basic,optional"`
	OidcClientCredentials *OidcClientCredentialsArgs `pulumi:"oidcClientCredentials,optional"`
}

// HubSubscription is a subscription at an API's hub. Its ID is the subscription's, and its listener registration's.
type HubSubscription struct {
	pulumi.CustomResourceState

	Callback pulumi.StringOutput `pulumi:"callback"`
}

// NewHubSubscription registers a hub subscription.
func NewHubSubscription(
	ctx *pulumi.Context, name string, args *HubSubscriptionArgs, opts ...pulumi.ResourceOption,
) (*HubSubscription, error) {
	subscription := &HubSubscription{}
	return subscription, register(ctx, "cxif:index:HubSubscription", name, args, subscription, opts)
}
