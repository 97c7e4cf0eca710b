// Package registration keeps the listeners that are registered for events, and
// answers for them as the Admin APIs of CX Industries do:
//
//	GET    /admin[/{workspace}]/listenerRegistrations        200, an array; see Filter
//	POST   /admin[/{workspace}]/listenerRegistrations        201, with a Location
//	GET    /admin[/{workspace}]/listenerRegistrations/{id}   200
//	PUT    …                                                 200, the whole registration anew
//	PATCH  …                                                 200, JSON Patch (RFC 6902), all of it or nothing
//	DELETE …                                                 204
//
// A registration names APIs, each with a query that chooses among its events, and a
// URL with the credentials to show there:
//
//	{"affiliated-apis": [{"api-name": "troubleTicket", "api-id": "orcl-621", "api-version": "v4",
//	                      "query": "(/eventType eq \"TroubleTicketCreateEvent\")"}],
//	 "type": "external",
//	 "listener-locality": {"external-listener": {
//	   "listener-url": "https://gateway.example/webhooks/events/troubleTicket",
//	   "listener-auth": {"basic": {"username": "…", "password": "…"}}}}}
//
// JSON is read strictly: a member that is given twice, is unknown or has the wrong
// type is refused, with its place. api-number is the Implementation Guide's name for
// what the REST reference calls api-id. What is assumed is in package fidelity.
package registration
