package main

import (
	"maps"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/vault"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// export makes the stack's outputs: what is needed to use the stack, to allow it in elsewhere, and to look into it.
func export(ctx *pulumi.Context, c components) {
	if url, ok := c.gateway.URLs["sms-to-incident"]; ok {
		ctx.Export("smsWebhookUrl", url)
	}
	urls := pulumi.StringMap{}
	for name, url := range c.gateway.URLs {
		urls[name] = url
	}
	ctx.Export("webhookUrls", urls)
	ctx.Export("gatewayHostname", c.gateway.Hostname)
	ctx.Export("gatewayAddress", c.gateway.Address)      // where the domain of a certificate of one's own has to lead
	ctx.Export("egressAddress", c.network.EgressAddress) // what B2C Service's list of allowed addresses must hold
	ctx.Export("vcnId", c.network.VcnID)
	ctx.Export("vaultId", c.vault.VaultID)
	ctx.Export("keyId", c.vault.KeyID)
	ctx.Export("secretIds", secrets(c.vault))
	ctx.Export("applicationId", c.functions.ApplicationID)
	ctx.Export("functionDigests", c.images.Digests())
	ctx.Export("logGroupId", c.logging.LogGroupID)
	ctx.Export("operatorTopicId", c.watch.TopicID)

	functions := maps.Clone(c.functions.EndpointIDs)
	if c.alarms != nil {
		functions[settings.AlarmToIncident] = *c.functions.AlarmToIncidentID
		ctx.Export("alarmTopicId", c.alarms.TopicID)
		ctx.Export("alarmIds", ids(c.alarms.IDs))
	}
	if c.listeners != nil {
		functions[settings.EventToIncident] = *c.functions.EventToIncidentID
		ctx.Export("eventsWebhookUrl", c.gateway.EventsURL)
		ctx.Export("listenerIds", ids(c.listeners.IDs))
	}
	if c.ledger != nil {
		ctx.Export("ledgerTableId", c.ledger.TableID)
	}
	ctx.Export("functionIds", ids(functions))
}

func ids(byName map[string]pulumi.IDOutput) pulumi.StringMap {
	output := pulumi.StringMap{}
	for name, id := range byName {
		output[name] = id
	}
	return output
}

// secrets are the OCIDs of those that can be given another value without a deployment, by their settings' names.
func secrets(v *vault.Vault) pulumi.StringMap {
	secrets := pulumi.StringMap{"b2cservicePassword": v.PasswordID}
	if v.WebhookSecretID != nil {
		secrets["webhookSecret"] = *v.WebhookSecretID
	}
	return secrets
}
