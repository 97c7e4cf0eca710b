// Package gateway is the data plane of API Gateway: one http.Handler for each
// gateway, compiled from its deployments and never changed. A new deployment
// means a new Handler (and empty caches, as after any deployment's update).
//
// A request passes, in the documented order where one is documented
// (API Gateway: Adding Request Validation):
//
//	size       headers and URI together at most 8 KB
//	routing    deployment by prefix, route by path and method
//	CORS       preflights end here
//	rate       per client address or in total
//	caller     the authorizer function, its answer cached; the route's scopes
//	validation of headers, query parameters and body
//	transformation of headers and query parameters, into copies: context
//	           variables read the request as it came
//	backend    a function, an HTTP server, or a stock response
//
// A step that refuses says so with a refusal, which becomes the gateway's error
// body {"code":…,"message":…} and a line of the execution log.
//
// What Oracle does not document is decided by fidelity.Switches. What is not
// simulated (JWT and token authentication, dynamic routing, OAuth2, mutual TLS,
// usage plans, response caching) is refused by Validate.
package gateway
