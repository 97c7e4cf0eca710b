package cxif

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/inputs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Version is the version of the provider that serves these resources.
const Version = "0.1.0"

// register sends a resource to the engine. The properties named in secrets are encrypted in the state as a whole.
func register(
	ctx *pulumi.Context, token, name string, args any, state pulumi.CustomResource, opts []pulumi.ResourceOption,
	secrets ...string,
) error {
	properties, err := inputs.Of(args)
	if err != nil {
		return fmt.Errorf("registering %s %q: %w", token, name, err)
	}
	for _, key := range secrets {
		if value, given := properties[key]; given {
			properties[key] = pulumi.ToSecret(value)
		}
	}
	opts = append(opts, pulumi.Version(Version), pulumi.AdditionalSecretOutputs(secrets))
	return ctx.RegisterResource(token, name, properties, state, opts...)
}
