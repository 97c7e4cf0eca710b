package main

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/cxbridge/cxbridge/infra/policy"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/vault"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// foundation builds and exports what other stacks share: a vault and a key. It stands in the region that they are in.
func foundation(ctx *pulumi.Context, s *settings.Settings) error {
	region, err := oci.NewProvider(ctx, policy.RegionProvider, pulumi.String(s.Region))
	if err != nil {
		return fmt.Errorf("building the provider of the region %s: %w", s.Region, err)
	}
	shared, err := vault.Foundation(ctx, "vault", vault.Args{
		Stack: names.Of(ctx, s.Owner, s.Expires), Settings: s,
	}, pulumi.Providers(region))
	if err != nil {
		return err
	}
	ctx.Export("vaultId", shared.VaultID)
	ctx.Export("keyId", shared.KeyID)
	return nil
}
