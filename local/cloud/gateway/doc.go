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
//	caller     an authorizer function, its answer cached, or a JSON Web Token that
//	           the gateway validates itself; the route's scopes
//	validation of headers, query parameters and body
//	transformation of headers and query parameters, into copies: context
//	           variables read the request as it came
//	backend    a function, an HTTP server, or a stock response
//
// A step that refuses says so with a refusal, which becomes the gateway's error
// body {"code":…,"message":…} and a line of the execution log.
//
// Tokens (TOKEN_AUTHENTICATION, and JWT_AUTHENTICATION, its older form) have to be
// signed with RS256, RS384 or RS512 by the key of their kid, which stands in the
// specification or is fetched from the identity provider with Options.Client and
// kept as long as the policy says. exp is required; nbf, iss, aud and verifyClaims
// are compared as the policy says. The claims become request.auth. A missing or
// bad token is answered 401 with a challenge; as long as the provider's keys
// cannot be had, every request with a token that may be signed by them is answered
// 500. The execution log tells why, never what the token was.
//
// With dynamicAuthentication a context variable of the request selects one of
// several such servers: the first whose values hold it, else the first whose
// wildcard fits, else the default; none of them is 401. A server decides alone:
// what another one would say of the caller does not matter.
//
// What Oracle does not document is decided by fidelity.Switches. What is not
// simulated (remote discovery and OAuth2, dynamic routing, mutual TLS, usage
// plans, response caching) is refused by Validate with ErrNotSimulated.
package gateway
