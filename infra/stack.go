package main

import (
	"github.com/cxbridge/cxbridge/infra/access"
	"github.com/cxbridge/cxbridge/infra/alarms"
	"github.com/cxbridge/cxbridge/infra/functions"
	"github.com/cxbridge/cxbridge/infra/gateway"
	"github.com/cxbridge/cxbridge/infra/images"
	"github.com/cxbridge/cxbridge/infra/ledger"
	"github.com/cxbridge/cxbridge/infra/listeners"
	"github.com/cxbridge/cxbridge/infra/logging"
	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/infra/network"
	"github.com/cxbridge/cxbridge/infra/policy"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/vault"
	"github.com/cxbridge/cxbridge/infra/watch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// stack checks the settings, builds the components and exports what is needed of them.
func stack(ctx *pulumi.Context, tools toolchain) error {
	folders, err := tools.functions()
	if err != nil {
		return err
	}
	s, err := settings.Load(ctx, folders)
	if err != nil {
		return err
	}
	guard, err := tools.guard(ctx, policy.Of(ctx.Project(), ctx.Stack(), s))
	if err != nil {
		return err
	}
	if s.Foundation {
		err = foundation(ctx, s)
	} else {
		err = complete(ctx, s, tools, guard)
	}
	if err != nil {
		return err
	}
	return guard.Verdict(ctx)
}

// complete is a stack that is no foundation.
func complete(ctx *pulumi.Context, s *settings.Settings, tools toolchain, guard guard) error {
	built, err := build(ctx, s, tools, guard)
	if err != nil {
		return err
	}
	export(ctx, built)
	return nil
}

// components are what a stack consists of. Those of a flow are nil when there is no such flow.
type components struct {
	network   *network.Network
	vault     *vault.Vault
	images    *images.Images
	ledger    *ledger.Ledger // of the alarms' and the events' flow
	functions *functions.Functions
	access    *access.Access
	gateway   *gateway.Gateway
	alarms    *alarms.Alarms       // of the alarms' flow
	listeners *listeners.Listeners // of the events' flow
	watch     *watch.Watch
	logging   *logging.Logging
}

// build wires the components:
//
//	caller ──▶ gateway ──▶ webhook-authorizer ──▶ vault (what callers must show)
//	              ├──────▶ endpoints ───────────▶ vault (the B2C Service account), B2C Service
//	listeners ────┴──────▶ event-to-incident ───▶ vault (likewise), B2C Service, ledger
//	alarms ──▶ topic ────▶ alarm-to-incident ───▶ vault (likewise), B2C Service, ledger
//	watch ───▶ topic ────▶ operators
func build(ctx *pulumi.Context, s *settings.Settings, tools toolchain, guard guard) (c components, err error) {
	compiling := tools.build(s.Functions(), s.Shape.Architectures()) // meanwhile, the rest is registered
	me := names.Of(ctx, s.Owner, s.Expires)
	at, err := newProviders(ctx, s)
	if err != nil {
		return c, err
	}
	region, home := pulumi.Providers(at.region), pulumi.Providers(at.home)

	if c.network, err = network.New(ctx, "network", network.Args{Stack: me, Settings: s}, region); err != nil {
		return c, err
	}
	if c.vault, err = vault.New(ctx, "vault", vault.Args{Stack: me, Settings: s, VcnID: c.network.VcnID}, region); err != nil {
		return c, err
	}
	if s.HasLedger() {
		if c.ledger, err = ledger.New(ctx, "ledger", ledger.Args{Stack: me, Settings: s}, region); err != nil {
			return c, err
		}
	}
	if c.images, err = images.New(ctx, "images", images.Args{
		Stack: me, Settings: s, Build: compiling, Push: tools.push(s.Registry),
	}, region); err != nil {
		return c, err
	}
	if c.functions, err = functions.New(ctx, "functions", functions.Args{
		Stack: me, Settings: s, Network: c.network, Vault: c.vault, Images: c.images, Ledger: c.ledger,
	}, region); err != nil {
		return c, err
	}
	if c.access, err = access.New(ctx, "access", access.Args{
		Stack: me, Settings: s, Functions: c.functions, Vault: c.vault, Ledger: c.ledger, Examine: guard.Statements,
	}, home); err != nil {
		return c, err
	}
	if c.gateway, err = gateway.New(ctx, "gateway", gateway.Args{
		Stack: me, Settings: s, Network: c.network, Functions: c.functions, Access: c.access,
	}, region); err != nil {
		return c, err
	}
	if s.HasAlarmFlow() {
		if c.alarms, err = alarms.New(ctx, "alarms", alarms.Args{
			Stack: me, Settings: s, Vault: c.vault, Functions: c.functions, Access: c.access,
		}, region); err != nil {
			return c, err
		}
	}
	if s.HasEventFlow() {
		if c.listeners, err = listeners.New(ctx, "listeners", listeners.Args{
			Settings: s, Gateway: c.gateway, Access: c.access,
		}); err != nil {
			return c, err
		}
	}
	if c.watch, err = watch.New(ctx, "watch", watch.Args{
		Stack: me, Settings: s, Functions: c.functions, Gateway: c.gateway, Alarms: c.alarms,
	}, region); err != nil {
		return c, err
	}
	c.logging, err = logging.New(ctx, "logging", logging.Args{
		Stack: me, Settings: s, DeploymentID: c.gateway.DeploymentID, ApplicationID: c.functions.ApplicationID,
	}, region)
	return c, err
}
