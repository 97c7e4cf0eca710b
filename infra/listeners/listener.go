package listeners

import (
	"github.com/cxbridge/cxbridge/infra/cxif"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// builder holds what the registrations share.
type builder struct {
	Args
	ctx     *pulumi.Context
	options []pulumi.ResourceOption
}

// listener registers the stack for an API's events.
func (b *builder) listener(l settings.Listener) (pulumi.IDOutput, error) {
	url := pulumi.Sprintf("%s/%s", b.Gateway.EventsURL, l.APIName)
	if l.Hub != "" {
		subscription, err := cxif.NewHubSubscription(b.ctx, l.APIName, &cxif.HubSubscriptionArgs{
			Hub:                   pulumi.String(l.Hub),
			Callback:              url,
			Query:                 given(l.Query),
			Basic:                 basic(l.Basic),
			OidcClientCredentials: oidc(l.OidcClientCredentials),
		}, b.options...)
		if err != nil {
			return pulumi.IDOutput{}, err
		}
		return subscription.ID(), nil
	}
	registration, err := cxif.NewListenerRegistration(b.ctx, l.APIName, &cxif.ListenerRegistrationArgs{
		ListenerUrl: url,
		AffiliatedApis: []*cxif.AffiliatedApiArgs{{
			ApiName:    pulumi.String(l.APIName),
			ApiId:      given(l.APIID),
			ApiNumber:  given(l.APINumber),
			ApiVersion: pulumi.String(l.APIVersion),
			Query:      given(l.Query),
		}},
		Basic:                 basic(l.Basic),
		OidcClientCredentials: oidc(l.OidcClientCredentials),
	}, b.options...)
	if err != nil {
		return pulumi.IDOutput{}, err
	}
	return registration.ID(), nil
}

func basic(account *settings.BasicAccount) *cxif.BasicArgs {
	if account == nil {
		return nil
	}
	return &cxif.BasicArgs{Username: pulumi.String(account.Username), Password: account.Password.Output()}
}

// oidc is how to get a token; what the gateway demands of it is the gateway's.
func oidc(client *settings.OidcClient) *cxif.OidcClientCredentialsArgs {
	if client == nil {
		return nil
	}
	return &cxif.OidcClientCredentialsArgs{
		IdentityUri:  pulumi.String(client.IdentityURI),
		ClientId:     pulumi.String(client.ClientID),
		ClientSecret: client.ClientSecret.Output(),
		Scope:        given(client.Scope),
	}
}
