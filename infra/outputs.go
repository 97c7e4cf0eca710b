package main

import (
	"github.com/cxbridge/cxbridge/infra/functions"
	"github.com/cxbridge/cxbridge/infra/gateway"
	"github.com/cxbridge/cxbridge/infra/images"
	"github.com/cxbridge/cxbridge/infra/logging"
	"github.com/cxbridge/cxbridge/infra/network"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// export makes the stack's outputs: what is needed to use the stack, to allow it in elsewhere, and to look into it.
func export(
	ctx *pulumi.Context, net *network.Network, built *images.Images, funcs *functions.Functions, gate *gateway.Gateway,
	logs *logging.Logging,
) {
	urls, ids := pulumi.StringMap{}, pulumi.StringMap{}
	for name, url := range gate.URLs {
		urls[name] = url
	}
	for name, id := range funcs.EndpointIDs {
		ids[name] = id
	}
	if url, ok := gate.URLs["sms-to-incident"]; ok {
		ctx.Export("smsWebhookUrl", url)
	}
	ctx.Export("webhookUrls", urls)
	ctx.Export("gatewayHostname", gate.Hostname)
	ctx.Export("egressAddress", net.EgressAddress) // what B2C Service's list of allowed addresses must hold
	ctx.Export("vcnId", net.VcnID)
	ctx.Export("applicationId", funcs.ApplicationID)
	ctx.Export("functionIds", ids)
	ctx.Export("functionDigests", built.Digests())
	ctx.Export("logGroupId", logs.LogGroupID)
}
