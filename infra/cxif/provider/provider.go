package provider

import (
	"github.com/cenkalti/backoff/v5"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// Name is the provider's, and the first part of its types' tokens.
const Name = "cxif"

// Options are for tests; a plugin needs none.
type Options struct {
	Pauses func() backoff.BackOff // between attempts at a call; nil: half a second, growing
}

// New makes the provider, to be configured once.
func New(o Options) (p.Provider, error) {
	provider, err := infer.NewProviderBuilder().
		WithDisplayName("CX Industries Framework").
		WithDescription("Registers listeners for the TM Forum events of an application of the CX Industries Framework.").
		WithKeywords("oracle", "tmforum").
		WithGoImportPath("github.com/cxbridge/cxbridge/infra/cxif").
		WithConfig(infer.Config(&Config{pauses: o.Pauses})).
		WithResources(infer.Resource(&ListenerRegistration{}), infer.Resource(&HubSubscription{})).
		// Types are inferred as of this Go package; programs know them as cxif:index:….
		WithModuleMap(map[tokens.ModuleName]tokens.ModuleName{"provider": "index"}).
		Build()
	provider.CheckConfig, provider.DiffConfig = checkConfig, diffConfig
	provider.Check = keepUnknown(provider.Check)
	return provider, err
}
