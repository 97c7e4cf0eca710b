package oci

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/inputs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Version is the version of the oci plugin that serves these resources: that of github.com/pulumi/pulumi-oci/sdk/v2.
const Version = "2.20.0"

// register sends a resource to the engine. The SDK's own constructors refuse a missing required argument the same way.
func register(
	ctx *pulumi.Context, token, name string, args any, state pulumi.CustomResource, opts []pulumi.ResourceOption,
) error {
	properties, err := inputs.Of(args)
	if err != nil {
		return fmt.Errorf("registering %s %q: %w", token, name, err)
	}
	return ctx.RegisterResource(token, name, properties, state, append(opts, pulumi.Version(Version))...)
}
