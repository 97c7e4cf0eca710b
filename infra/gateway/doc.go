// Package gateway builds the API gateway and its deployment, below /webhooks.
//
// Each request passes the rate limit, CORS, the authorizer and the check of its body before a function sees it. The
// authorizer is told the secret, as a header or as a query parameter, because some vendors can send only the one and
// some only the other, and the client's address if the gateway knows it then. Its answers are cached by all three
// together: a value left out of the key would let a wrong one pass on another's good answer.
package gateway
