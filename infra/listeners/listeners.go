package listeners

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/access"
	"github.com/cxbridge/cxbridge/infra/cxif"
	"github.com/cxbridge/cxbridge/infra/gateway"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Args are what is registered, and what must stand before.
type Args struct {
	Settings *settings.Settings
	Gateway  *gateway.Gateway
	Access   *access.Access
}

// Listeners are the registrations.
type Listeners struct {
	pulumi.ResourceState

	// IDs are the registrations' ids, by the names of the APIs.
	IDs map[string]pulumi.IDOutput
}

// New builds the registrations.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Listeners, error) {
	l := &Listeners{IDs: map[string]pulumi.IDOutput{}}
	if err := ctx.RegisterComponentResource("cxbridge:listeners:Listeners", name, l, opts...); err != nil {
		return nil, err
	}
	provider, err := cxif.NewProvider(ctx, "cxif", application(args.Settings.Cxif), pulumi.Parent(l))
	if err != nil {
		return nil, fmt.Errorf("building the provider of listener registrations: %w", err)
	}
	b := &builder{Args: args, ctx: ctx, options: []pulumi.ResourceOption{
		pulumi.Parent(l), pulumi.Provider(provider), pulumi.DependsOn(append([]pulumi.Resource{args.Gateway.Deployment}, args.Access.All...)),
	}}
	ids := pulumi.Map{}
	for _, listener := range args.Settings.Listeners {
		id, err := b.listener(listener)
		if err != nil {
			return nil, fmt.Errorf("building the listener for %s: %w", listener.APIName, err)
		}
		l.IDs[listener.APIName], ids[listener.APIName] = id, id
	}
	return l, ctx.RegisterResourceOutputs(l, pulumi.Map{"listenerIds": ids})
}

// application is where to register, and as whom.
func application(c settings.Cxif) *cxif.ProviderArgs {
	args := &cxif.ProviderArgs{Endpoint: pulumi.String(c.Endpoint), Workspace: given(c.Workspace)}
	if client := c.OidcClientCredentials; client != nil {
		args.IdentityUri, args.ClientId = pulumi.String(client.IdentityURI), pulumi.String(client.ClientID)
		args.ClientSecret, args.Scope = c.ClientSecret.Output(), given(client.Scope)
	} else {
		args.Username, args.Password = pulumi.String(c.Username), c.Password.Output()
	}
	return args
}

// given is nil for what is not set.
func given(text string) pulumi.StringPtrInput {
	if text == "" {
		return nil
	}
	return pulumi.String(text)
}
