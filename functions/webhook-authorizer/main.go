// Command webhook-authorizer is the function that the gateway asks whether a call may pass. It is a custom authorizer with
// several arguments (API Gateway: multi-argument authorizer functions), configured by
//
//   - webhook_secret_ocid, or plain webhook_secret: a shared secret, which callers send as header or as query parameter
//   - basic_accounts_ocid, or plain basic_accounts: the accounts of those who send events, for each API one, as JSON such as
//     {"troubleTicket": {"username": "…", "password": "…"}}
//   - allowed_client_cidrs: networks that may call, in CIDR notation, separated by commas
//
// The arguments say what a caller has to show. If there is listener_<api>, with any value, the caller wants to send events of
// that API: authorization, the header of that name, must hold the API's account (RFC 7617: Basic), and no secret helps. If there
// is not, it calls an endpoint: the secret must be in secret_header or secret_query, if one is configured, and no account helps.
// For both, client_address must be in the networks, if there are some and the gateway shows an address. If nothing is configured,
// or if there are other arguments, nobody passes.
//
// The gateway leaves out an argument that a call does not have. So the value of listener_<api> is the host, which only a call
// of HTTP/1.0 may lack. Such a call, if it has no account either, looks like an endpoint's that shows nothing. Where that is enough,
// because there are networks and no secret, endpoints' calls have to be marked too, by the argument endpoint, as soon as there are
// accounts.
//
// Each secret is read again when it is a minute old. If one cannot be read, or if the accounts are not as above, nothing is
// decided, and the gateway answers 502.
package main

import "github.com/cxbridge/cxbridge/shared/function"

func main() { function.Main(newHandler) }
