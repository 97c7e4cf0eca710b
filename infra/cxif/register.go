package cxif

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/inputs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Version is the version of the provider that serves these resources.
const Version = "0.1.0"

// register sends a resource to the engine.
func register(
	ctx *pulumi.Context, token, name string, args any, state pulumi.CustomResource, opts []pulumi.ResourceOption,
) error {
	properties, err := inputs.Of(args)
	if err != nil {
		return fmt.Errorf("registering %s %q: %w", token, name, err)
	}
	protect(properties)
	return ctx.RegisterResource(token, name, properties, state, append(opts, pulumi.Version(Version))...)
}

// protect makes secrets of what must not be shown, however deep it lies. The provider does so, too, but a preview shows
// inputs before it has seen them.
func protect(properties pulumi.Map) {
	for name, value := range properties {
		if nested, ok := value.(pulumi.Map); ok {
			protect(nested)
		} else if name == "password" || name == "clientSecret" {
			properties[name] = pulumi.ToSecret(value)
		}
	}
}
