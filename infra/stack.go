package main

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/access"
	"github.com/cxbridge/cxbridge/infra/functions"
	"github.com/cxbridge/cxbridge/infra/gateway"
	"github.com/cxbridge/cxbridge/infra/images"
	"github.com/cxbridge/cxbridge/infra/logging"
	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/infra/network"
	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/vault"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// stack wires the components:
//
//	caller ──▶ gateway ──▶ webhook-authorizer ──▶ vault (the webhook's secret)
//	              └──────▶ endpoints ───────────▶ vault (the B2C Service account), B2C Service
func stack(ctx *pulumi.Context, tools toolchain) error {
	folders, err := tools.functions()
	if err != nil {
		return err
	}
	s, err := settings.Load(ctx, folders)
	if err != nil {
		return err
	}
	built := tools.build(s.Functions()) // meanwhile, the rest is registered
	me := names.Of(ctx)

	net, err := network.New(ctx, "network", network.Args{
		Stack: me, CompartmentID: s.CompartmentID, Network: s.Network,
	})
	if err != nil {
		return err
	}
	secrets, err := vault.New(ctx, "vault", vault.Args{
		Stack: me, CompartmentID: s.CompartmentID, Vault: s.Vault, B2CService: s.B2CService, Access: s.Access,
		VcnID: net.VcnID,
	})
	if err != nil {
		return err
	}
	registry, err := registryOf(ctx, s)
	if err != nil {
		return err
	}
	pictures, err := images.New(ctx, "images", images.Args{
		Stack: me, CompartmentID: s.CompartmentID, Registry: registry, Functions: s.Functions(),
		Build: built, Push: tools.push(s.Registry),
	})
	if err != nil {
		return err
	}
	funcs, err := functions.New(ctx, "functions", functions.Args{
		Stack: me, Settings: s, Network: net, Vault: secrets, Images: pictures,
	})
	if err != nil {
		return err
	}
	rights, err := access.New(ctx, "access", access.Args{Stack: me, Settings: s, Functions: funcs, Vault: secrets})
	if err != nil {
		return err
	}
	gate, err := gateway.New(ctx, "gateway", gateway.Args{
		Stack: me, Settings: s, Network: net, Functions: funcs, Access: rights,
	})
	if err != nil {
		return err
	}
	logs, err := logging.New(ctx, "logging", logging.Args{
		Stack: me, CompartmentID: s.CompartmentID, RetentionInDays: s.LogRetentionInDays,
		DeploymentID: gate.DeploymentID, ApplicationID: funcs.ApplicationID,
	})
	if err != nil {
		return err
	}
	export(ctx, net, pictures, funcs, gate, logs)
	return nil
}

// registryOf is the registry and the namespace that images go to, as the beginning of their references.
func registryOf(ctx *pulumi.Context, s *settings.Settings) (string, error) {
	namespace := s.Registry.Namespace
	if namespace == "" {
		found, err := oci.GetNamespace(ctx, &oci.GetNamespaceArgs{CompartmentId: &s.TenancyID})
		if err != nil {
			return "", fmt.Errorf("looking up the tenancy's Object Storage namespace (or set registryNamespace): %w", err)
		}
		namespace = found.Namespace
	}
	return s.Registry.Host + "/" + namespace, nil
}
