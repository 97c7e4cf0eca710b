package cxif_test

import (
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/cxif"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// recorder keeps what is registered, by name.
type recorder map[string]pulumi.MockResourceArgs

func (r recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	r[args.Name] = args
	return args.Name + "-id", args.Inputs, nil
}

func (recorder) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) { return nil, nil }

// TestSecrets: passwords and client secrets leave the program as secrets, and the rest in the clear.
func TestSecrets(t *testing.T) {
	registered := recorder{}
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		application, err := cxif.NewProvider(ctx, "application", &cxif.ProviderArgs{
			Endpoint: pulumi.String("https://cxif.example.com"), Username: pulumi.StringPtr("u"), Password: pulumi.StringPtr("p"),
		})
		if err != nil {
			return err
		}
		_, err = cxif.NewHubSubscription(ctx, "bills", &cxif.HubSubscriptionArgs{
			Hub: pulumi.String("/customerBillManagement/v5/hub"), Callback: pulumi.String("https://gateway.example.com/events"),
			OidcClientCredentials: &cxif.OidcClientCredentialsArgs{
				IdentityUri: pulumi.String("https://id.example.com"), ClientId: pulumi.String("c"), ClientSecret: pulumi.String("s"),
			},
		}, pulumi.Provider(application))
		return err
	}, pulumi.WithMocks("p", "s", registered))
	if err != nil {
		t.Fatal(err)
	}
	account := registered["application"].Inputs
	if !account["password"].IsSecret() || account["username"].IsSecret() || account["endpoint"].IsSecret() {
		t.Errorf("the provider's inputs are %v", account)
	}
	oidc := registered["bills"].Inputs["oidcClientCredentials"]
	if !oidc.IsObject() || !oidc.ObjectValue()["clientSecret"].IsSecret() || oidc.ObjectValue()["clientId"].IsSecret() {
		t.Errorf("the credentials are %v", oidc)
	}
	if got := registered["bills"]; got.TypeToken != "cxif:index:HubSubscription" || !strings.Contains(got.Provider, "application") {
		t.Errorf("%s by %s", got.TypeToken, got.Provider)
	}
}

func TestMissingArgument(t *testing.T) {
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		_, err := cxif.NewListenerRegistration(ctx, "tickets", &cxif.ListenerRegistrationArgs{ListenerUrl: pulumi.String("https://x.example")})
		return err
	}, pulumi.WithMocks("p", "s", recorder{}))
	if err == nil || !strings.Contains(err.Error(), `missing required argument "affiliatedApis"`) {
		t.Errorf("err = %v", err)
	}
}
