package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/infra/cxif/client"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// HubSubscription is the resource cxif:index:HubSubscription.
type HubSubscription struct{}

// Annotate describes the resource for the schema.
func (h *HubSubscription) Annotate(a infer.Annotator) {
	a.Describe(&h, "A subscription at the hub of one TM Forum API. The application makes a listener registration of it, "+
		"which is then given the credentials. Another hub makes it anew; all else is updated in place. Import takes <hub>/<id>, such as /troubleTicket/v4/hub/abc.")
}

// HubSubscriptionArgs are the resource's inputs, and all of its state.
type HubSubscriptionArgs struct {
	Hub                   string                 `pulumi:"hub" provider:"replaceOnChanges"`
	Callback              string                 `pulumi:"callback"`
	Query                 *string                `pulumi:"query,optional"`
	Basic                 *Basic                 `pulumi:"basic,optional"`
	OidcClientCredentials *OidcClientCredentials `pulumi:"oidcClientCredentials,optional"`
}

// Annotate describes the inputs for the schema.
func (h *HubSubscriptionArgs) Annotate(a infer.Annotator) {
	a.Describe(&h.Hub, "Path of the hub below the provider's endpoint, such as /troubleTicket/v4/hub.")
	a.Describe(&h.Callback, "Where events are sent to: https, or http to a loopback address.")
	a.Describe(&h.Query, `Which events are wanted, such as (/eventType eq "TroubleTicketCreateEvent"). All of them, if not given.`)
	a.Describe(&h.Basic, describeBasic)
	a.Describe(&h.OidcClientCredentials, describeOIDC)
}

// Check refuses what the application would not take, or would never match.
func (*HubSubscription) Check(ctx context.Context, req infer.CheckRequest) (infer.CheckResponse[HubSubscriptionArgs], error) {
	return check[HubSubscriptionArgs](ctx, req)
}

// Create subscribes, and gives the registration its credentials. If that fails, the subscription is there all the same: it
// goes into the state as one that is not ready, which the next update completes.
func (*HubSubscription) Create(
	ctx context.Context, req infer.CreateRequest[HubSubscriptionArgs],
) (infer.CreateResponse[HubSubscriptionArgs], error) {
	response := infer.CreateResponse[HubSubscriptionArgs]{Output: req.Inputs}
	if req.DryRun {
		return response, nil
	}
	c := configured(ctx)
	var err error
	response.ID, err = c.Subscribe(ctx, client.Hub(req.Inputs.Hub), req.Inputs.Callback, text(req.Inputs.Query))
	if err != nil {
		return response, err
	}
	if err := c.Update(ctx, response.ID, client.Auth{}, req.Inputs.applied); err != nil {
		return response, infer.ResourceInitFailedError{Reasons: []string{fmt.Sprintf(
			"the subscription %s was made, but has no credentials yet: %v; the next pulumi up gives it to them", response.ID, err)}}
	}
	return response, nil
}

// Read finds out what became of the subscription, or reads it for the first time. Nothing is left of one that is gone.
func (*HubSubscription) Read(
	ctx context.Context, req infer.ReadRequest[HubSubscriptionArgs, HubSubscriptionArgs],
) (infer.ReadResponse[HubSubscriptionArgs, HubSubscriptionArgs], error) {
	var response infer.ReadResponse[HubSubscriptionArgs, HubSubscriptionArgs]
	hub, id := client.Hub(req.State.Hub), req.ID
	if hub == "" {
		var err error
		if hub, id, err = subscriptionID(req.ID); err != nil {
			return response, err
		}
	}
	found, err := configured(ctx).Registration(ctx, id)
	if client.Gone(err) {
		return response, nil
	} else if err != nil {
		return response, err
	}
	if req.State.Hub == "" && !hub.Serves(found) {
		return response, notOf(hub, id, found)
	}
	found = found.Revealed(authOf(req.State.Basic, req.State.OidcClientCredentials))
	args := HubSubscriptionArgs{Hub: string(hub), Callback: found.URL()}
	if len(found.AffiliatedAPIs) > 0 {
		args.Query = optional(found.AffiliatedAPIs[0].Query)
	}
	if client.SameQuery(text(args.Query), text(req.State.Query)) {
		args.Query = req.State.Query
	}
	args.Basic, args.OidcClientCredentials = credentialsOf(found.Auth())
	response.ID, response.Inputs, response.State = id, args, args
	return response, nil
}

// notOf refuses to import a registration by a hub that it is not of, where nobody could unsubscribe it.
func notOf(hub client.Hub, id string, found client.Registration) error {
	var apis []string
	for _, api := range found.AffiliatedAPIs {
		apis = append(apis, api.Name+" "+api.Version)
	}
	return fmt.Errorf("%s is no subscription at %s but a registration for %s: import it by that API's hub, or as a ListenerRegistration",
		id, hub, strings.Join(apis, ", "))
}

// Update patches what differs.
func (*HubSubscription) Update(
	ctx context.Context, req infer.UpdateRequest[HubSubscriptionArgs, HubSubscriptionArgs],
) (infer.UpdateResponse[HubSubscriptionArgs], error) {
	response := infer.UpdateResponse[HubSubscriptionArgs]{Output: req.Inputs}
	if req.DryRun {
		return response, nil
	}
	written := authOf(req.State.Basic, req.State.OidcClientCredentials)
	return response, configured(ctx).Update(ctx, req.ID, written, req.Inputs.applied)
}

// Delete unsubscribes.
func (*HubSubscription) Delete(
	ctx context.Context, req infer.DeleteRequest[HubSubscriptionArgs],
) (infer.DeleteResponse, error) {
	return infer.DeleteResponse{}, configured(ctx).Unsubscribe(ctx, client.Hub(req.State.Hub), req.ID)
}

// applied is the hub's registration with what the inputs say of it. The API is the hub's affair.
func (h HubSubscriptionArgs) applied(found client.Registration) client.Registration {
	found.AffiliatedAPIs = slices.Clone(found.AffiliatedAPIs)
	for i := range found.AffiliatedAPIs {
		found.AffiliatedAPIs[i].Query = text(h.Query)
	}
	return found.WithURL(h.Callback).WithAuth(authOf(h.Basic, h.OidcClientCredentials))
}
