// Command listeners makes one listener of each kind, for the engine's tests. It uses the provider as any program would, but
// for the secrets: that they are some is left to the provider to say.
package main

import (
	"github.com/cxbridge/cxbridge/infra/cxif"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() { pulumi.Run(program) }

func program(ctx *pulumi.Context) error {
	cfg := config.New(ctx, "")
	application, err := cxif.NewProvider(ctx, "application", &cxif.ProviderArgs{
		Endpoint: pulumi.String(cfg.Require("endpoint")), Workspace: pulumi.StringPtr("01"),
		Username: pulumi.StringPtr("admin"), Password: pulumi.StringPtr(cfg.Require("password")),
	})
	if err != nil {
		return err
	}
	registration, err := cxif.NewListenerRegistration(ctx, "tickets", &cxif.ListenerRegistrationArgs{
		ListenerUrl: pulumi.String("https://gateway.example.com/tickets"),
		AffiliatedApis: []*cxif.AffiliatedApiArgs{{
			ApiName: pulumi.String("troubleTicket"), ApiNumber: pulumi.String("orcl-621"), ApiVersion: pulumi.String("v4"),
			Query: pulumi.String(cfg.Require("query")),
		}},
		OidcClientCredentials: &cxif.OidcClientCredentialsArgs{
			IdentityUri: pulumi.String("https://id.example.com/token"), ClientId: pulumi.String("events"),
			ClientSecret: pulumi.String(cfg.Require("clientSecret")),
		},
	}, pulumi.Provider(application))
	if err != nil {
		return err
	}
	_, err = cxif.NewHubSubscription(ctx, "bills", &cxif.HubSubscriptionArgs{
		Hub: pulumi.String("/customerBillManagement/v5/hub"),
		// Known only once the other one is there, so that a preview has something that is not known.
		Callback: pulumi.Sprintf("https://gateway.example.com/bills?beside=%s", registration.ID()),
		Basic:    &cxif.BasicArgs{Username: pulumi.String("events"), Password: pulumi.String(cfg.Require("listenerPassword"))},
	}, pulumi.Provider(application))
	ctx.Export("registration", registration.ID())
	return err
}
