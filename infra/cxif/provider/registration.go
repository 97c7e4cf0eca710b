package provider

import (
	"context"

	"github.com/cxbridge/cxbridge/infra/cxif/client"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// ListenerRegistration is the resource cxif:index:ListenerRegistration.
type ListenerRegistration struct{}

// Annotate describes the resource for the schema.
func (r *ListenerRegistration) Annotate(a infer.Annotator) {
	a.Describe(&r, "An external listener for TM Forum events, registered by an administrator of the application. "+
		"All of it is updated in place. Import takes the registration's id, or <workspace>/<id>; "+
		"the secrets, which the application does not tell, follow with the next update.")
}

// ListenerRegistrationArgs are the resource's inputs, and all of its state.
type ListenerRegistrationArgs struct {
	ListenerUrl           string                 `pulumi:"listenerUrl"`
	AffiliatedApis        []AffiliatedApi        `pulumi:"affiliatedApis"`
	Basic                 *Basic                 `pulumi:"basic,optional"`
	OidcClientCredentials *OidcClientCredentials `pulumi:"oidcClientCredentials,optional"`
}

// Annotate describes the inputs for the schema.
func (r *ListenerRegistrationArgs) Annotate(a infer.Annotator) {
	a.Describe(&r.ListenerUrl, "Where events are sent to: https, or http to a loopback address.")
	a.Describe(&r.AffiliatedApis, "The APIs whose events are wanted; at least one.")
	a.Describe(&r.Basic, describeBasic)
	a.Describe(&r.OidcClientCredentials, describeOIDC)
}

// AffiliatedApi is an API, and which of its events are wanted.
type AffiliatedApi struct {
	ApiName    string  `pulumi:"apiName"`
	ApiVersion string  `pulumi:"apiVersion"`
	ApiId      *string `pulumi:"apiId,optional"`
	ApiNumber  *string `pulumi:"apiNumber,optional"`
	Query      *string `pulumi:"query,optional"`
}

// Annotate describes the type for the schema.
func (r *AffiliatedApi) Annotate(a infer.Annotator) {
	a.Describe(&r, "An API whose events are wanted.")
	a.Describe(&r.ApiName, "The API's name, such as troubleTicket.")
	a.Describe(&r.ApiVersion, "The API's version, such as v4.")
	a.Describe(&r.ApiId, "The API's id, such as orcl-621. One of apiId and apiNumber is given.")
	a.Describe(&r.ApiNumber, "The same as apiId, by the name that the implementation guide gives it.")
	a.Describe(&r.Query, `Which events are wanted, such as (/eventType eq "TroubleTicketCreateEvent"). All of them, if not given.`)
}

// Check refuses what the application would not take, or would never match.
func (*ListenerRegistration) Check(
	ctx context.Context, req infer.CheckRequest,
) (infer.CheckResponse[ListenerRegistrationArgs], error) {
	return check[ListenerRegistrationArgs](ctx, req)
}

// Create registers the listener.
func (*ListenerRegistration) Create(
	ctx context.Context, req infer.CreateRequest[ListenerRegistrationArgs],
) (infer.CreateResponse[ListenerRegistrationArgs], error) {
	response := infer.CreateResponse[ListenerRegistrationArgs]{Output: req.Inputs}
	if req.DryRun {
		return response, nil
	}
	var err error
	response.ID, err = configured(ctx).Register(ctx, req.Inputs.registration())
	return response, err
}

// Read finds out what became of the registration, or reads it for the first time. Nothing is left of one that is gone.
func (*ListenerRegistration) Read(
	ctx context.Context, req infer.ReadRequest[ListenerRegistrationArgs, ListenerRegistrationArgs],
) (infer.ReadResponse[ListenerRegistrationArgs, ListenerRegistrationArgs], error) {
	var response infer.ReadResponse[ListenerRegistrationArgs, ListenerRegistrationArgs]
	id, err := registrationID(req.ID, infer.GetConfig[*Config](ctx).Workspace)
	if err != nil {
		return response, err
	}
	found, err := configured(ctx).Registration(ctx, id)
	if client.Gone(err) {
		return response, nil
	} else if err != nil {
		return response, err
	}
	written := req.State.registration()
	args := argsOf(found.Revealed(written.Auth()).Spelled(written))
	response.ID, response.Inputs, response.State = id, args, args
	return response, nil
}

// Update patches what differs.
func (*ListenerRegistration) Update(
	ctx context.Context, req infer.UpdateRequest[ListenerRegistrationArgs, ListenerRegistrationArgs],
) (infer.UpdateResponse[ListenerRegistrationArgs], error) {
	response := infer.UpdateResponse[ListenerRegistrationArgs]{Output: req.Inputs}
	if req.DryRun {
		return response, nil
	}
	return response, configured(ctx).Update(ctx, req.ID, req.State.registration().Auth(),
		func(client.Registration) client.Registration { return req.Inputs.registration() })
}

// Delete unregisters the listener.
func (*ListenerRegistration) Delete(
	ctx context.Context, req infer.DeleteRequest[ListenerRegistrationArgs],
) (infer.DeleteResponse, error) {
	return infer.DeleteResponse{}, configured(ctx).Unregister(ctx, req.ID)
}

// registration is what the client calls it.
func (r ListenerRegistrationArgs) registration() client.Registration {
	apis := make([]client.AffiliatedAPI, len(r.AffiliatedApis))
	for i, api := range r.AffiliatedApis {
		apis[i] = client.AffiliatedAPI{
			Name: api.ApiName, ID: text(api.ApiId), Number: text(api.ApiNumber), Version: api.ApiVersion, Query: text(api.Query),
		}
	}
	return client.Listener(r.ListenerUrl, apis, authOf(r.Basic, r.OidcClientCredentials))
}

// argsOf is the reverse of registration.
func argsOf(r client.Registration) ListenerRegistrationArgs {
	args := ListenerRegistrationArgs{ListenerUrl: r.URL(), AffiliatedApis: make([]AffiliatedApi, len(r.AffiliatedAPIs))}
	for i, api := range r.AffiliatedAPIs {
		args.AffiliatedApis[i] = AffiliatedApi{
			ApiName: api.Name, ApiId: optional(api.ID), ApiNumber: optional(api.Number),
			ApiVersion: api.Version, Query: optional(api.Query),
		}
	}
	args.Basic, args.OidcClientCredentials = credentialsOf(r.Auth())
	return args
}
