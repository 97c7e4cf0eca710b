package oci

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// Provider is the oci plugin, as whom and where it works. Resources and look-ups use it by the option pulumi.Provider.
type Provider struct{ pulumi.ProviderResourceState }

// configured are the settings that the provider takes from the stack's oci:…, all but the region.
var configured = []string{
	"auth", "configFileProfile", "disableAutoRetries", "fingerprint", "ignoreDefinedTags", "privateKey", "privateKeyPassword",
	"privateKeyPath", "realmSpecificServiceEndpointTemplateEnabled", "retryDurationSeconds", "tenancyOcid", "userOcid",
}

// secret are the settings that are secrets even if the stack does not say so.
var secret = map[string]bool{"privateKey": true, "privateKeyPassword": true}

// NewProvider registers a provider for a region. The engine gives a stack's settings oci:… to the provider that it makes by
// itself alone; here they are handed on as it would, as texts. What is not set there comes from the environment and from OCI's
// configuration file, as always.
func NewProvider(
	ctx *pulumi.Context, name string, region pulumi.StringInput, opts ...pulumi.ResourceOption,
) (*Provider, error) {
	properties := pulumi.Map{"region": region}
	for _, name := range configured {
		key := "oci:" + name
		text, ok := ctx.GetConfig(key)
		if !ok {
			continue
		}
		properties[name] = pulumi.String(text)
		if secret[name] || ctx.IsConfigSecret(key) {
			properties[name] = pulumi.ToSecret(properties[name])
		}
	}
	provider := &Provider{}
	return provider, ctx.RegisterResource("pulumi:providers:oci", name, properties, provider, append(opts, pulumi.Version(Version))...)
}
