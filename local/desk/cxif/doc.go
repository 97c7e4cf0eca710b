// Package cxif simulates an application of the CX Industries Framework as far as
// listeners for its events are concerned: how they are registered, and how events
// come to them. With it stands an identity provider.
//
//	/admin[/{workspace}]/listenerRegistrations[/{id}]   registrations, see package registration; need the account
//	…/{apiName}/{apiVersion}/hub[/{id}]                 subscriptions, see package hub; need the account
//	/oauth2/v1/token, /admin/v1/SigningCert/jwk         tokens and keys, see package oauth
//
// The account is the desk's, or a token of the client cxif-admin. A request without
// either is answered with 401, a token of another client with 403.
//
// What makes the application publish, and shows what came of it, is for tests and
// people; it needs the desk's account:
//
//	POST /cxif/events/{apiName}/{apiVersion}    publishes the event in the body: 202 with its deliveries, each attempted once
//	GET  /cxif/deliveries[/{id}]                the latest deliveries
//	POST /cxif/deliveries/{id}/redeliver        202 with the delivery after another attempt
//	GET  /cxif/registrations                    those of all workspaces, without secrets
//	GET, DELETE /cxif/requests                  the journal of the calls above those; see package control for faults
package cxif
