package main

import (
	"github.com/cxbridge/cxbridge/infra/access"
	"github.com/cxbridge/cxbridge/infra/functions"
	"github.com/cxbridge/cxbridge/infra/gateway"
	"github.com/cxbridge/cxbridge/infra/images"
	"github.com/cxbridge/cxbridge/infra/logging"
	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/infra/network"
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
	building := tools.build(s.Functions()) // meanwhile, the rest is registered
	me := names.Of(ctx)

	net, err := network.New(ctx, "network", network.Args{Stack: me, Settings: s})
	if err != nil {
		return err
	}
	secrets, err := vault.New(ctx, "vault", vault.Args{Stack: me, Settings: s, VcnID: net.VcnID})
	if err != nil {
		return err
	}
	built, err := images.New(ctx, "images", images.Args{Stack: me, Settings: s, Build: building, Push: tools.push(s.Registry)})
	if err != nil {
		return err
	}
	funcs, err := functions.New(ctx, "functions", functions.Args{
		Stack: me, Settings: s, Network: net, Vault: secrets, Images: built,
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
		Stack: me, Settings: s, DeploymentID: gate.DeploymentID, ApplicationID: funcs.ApplicationID,
	})
	if err != nil {
		return err
	}
	export(ctx, net, built, funcs, gate, logs)
	return nil
}
