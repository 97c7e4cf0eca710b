// Package provider is the Pulumi provider cxif: listeners for the TM Forum events of an application of the CX Industries
// Framework, as resources with a whole life. Its resources are inferred from the Go types here (pulumi-go-provider); the
// plugin is the command pulumi-resource-cxif beside this package.
//
// # Using it
//
// A project names the plugin's folder in its Pulumi.yaml; pulumi package get-schema and pulumi package add take the same
// folder and make an SDK for another language of it. Where the plugin is not compiled yet, the language plugin for Go does
// that; a compiled one that is older than its source builds itself anew.
//
//	name: tickets
//	runtime: yaml
//	plugins:
//	  providers:
//	    - {name: cxif, path: cxbridge/infra/cxif/pulumi-resource-cxif}
//	config:
//	  password: {type: string, secret: true}
//	  eventsPassword: {type: string, secret: true}
//	resources:
//	  application:
//	    type: pulumi:providers:cxif
//	    properties: {endpoint: https://cxif.example.com, workspace: "01", username: integration, password: "${password}"}
//	  tickets:
//	    type: cxif:ListenerRegistration
//	    properties:
//	      listenerUrl: https://gateway.example.com/events
//	      affiliatedApis:
//	        - apiName: troubleTicket
//	          apiId: orcl-621
//	          apiVersion: v4
//	          query: (/eventType eq "TroubleTicketCreateEvent")
//	      basic: {username: events, password: "${eventsPassword}"}
//	    options: {provider: "${application}"}
//
// A Go program uses the package cxif, one folder up, and needs no SDK.
//
// # What to know
//
//   - A wrong query, id, version or URL is refused at preview. So are listeners without credentials.
//   - Queries, URLs, APIs and credentials are updated in place, by a JSON Patch of what differs. Another hub replaces a
//     subscription; another endpoint or workspace replaces the provider, and with it all its listeners. Another account
//     of the provider changes nothing else.
//   - pulumi refresh finds what was changed or removed behind the stack's back. Secrets that the application hides in its
//     answers are taken to be unchanged, as long as the account is.
//   - Passwords and client secrets are secrets in the state, and this provider tells them in no log and no error. (The
//     engine's own log, from -v=7 on, holds what passes through the engine, of this and of every other provider.)
//   - A POST that was cut off, by the network or by an interrupt, is looked for and taken over, so that there are not two. Of
//     one whose provider was killed the engine knows at its next run, and says so: import it, or remove it.
//   - A preview calls nobody. While the application is down, a refresh, an update and a destroy fail, and the state stays as
//     it is; if it is gone for good, pulumi state delete takes the resources out.
//   - pulumi import takes <id> or <workspace>/<id> of a registration, <hub>/<id> of a subscription. The secrets, which the
//     application does not tell, follow with the next pulumi up.
package provider
