// Package gateway builds the API gateway and its deployment, below /webhooks.
//
// Each request passes the rate limit, CORS, authentication and the check of its body before a function sees it. Whoever
// calls an endpoint is judged by the authorizer. It is told the secret, as a header or as a query parameter, because some
// vendors can send only the one and some only the other, and the client's address if the gateway knows it then. Its
// answers are cached by all three together: a value left out of the key would let a wrong one pass on another's good
// answer.
//
// The events of listeners arrive below /webhooks/events, where each listener has its own way to be authenticated: by a
// token, which the gateway checks with the keys of the identity provider, or by a password, which the authorizer checks.
// The path's parameter chooses the way, as it is written in the address: who writes it otherwise, such as with %54 for a
// letter, gets to the function as a caller of endpoints and is refused there.
package gateway
