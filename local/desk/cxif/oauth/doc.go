// Package oauth is the identity provider beside the simulated application: it hands
// out access tokens to clients that have credentials (RFC 6749, section 4.4) and
// publishes the key that they are signed with (RFC 7517), as Oracle Identity Cloud
// Service does:
//
//	POST /oauth2/v1/token            grant_type=client_credentials&scope=…
//	GET  /admin/v1/SigningCert/jwk   the JSON Web Key set
//
// A client shows its id and secret with Basic authentication or in the body. A scope
// is asked for by its full name, which is the client's audience followed by the
// scope's own name; the token has the audience in aud and the own names in scope
// (Oracle Identity Cloud Service: Access Token, Scopes).
package oauth
