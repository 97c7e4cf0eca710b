// Command webhook-authorizer is the function that the gateway asks whether a call may pass. It is a custom authorizer with
// several arguments (API Gateway: multi-argument authorizer functions), configured by
//
//   - webhook_secret_ocid, or plain webhook_secret: a shared secret, which callers send as header or as query parameter
//   - basic_accounts_ocid, or plain basic_accounts: the accounts of those who send events, for each API one, as JSON such as
//     {"troubleTicket": {"username": "…", "password": "…"}}
//   - allowed_client_cidrs: networks that may call, in CIDR notation, separated by commas
//
// The arguments say what a caller has to show. If there is basic_<api>, that is the Authorization header, and it must hold the
// API's account (RFC 7617: Basic); no secret helps. If there is not, the secret must be in secret_header or secret_query. Where
// no secret is configured, an address in the networks does, unless there are accounts: a call without its Authorization header
// looks like one that needs none. The networks count for both. If nothing is configured, nobody passes.
//
// Each secret is read again when it is a minute old. If one cannot be read, or if the accounts are not as above, nothing is
// decided, and the gateway answers 502.
package main

import "github.com/cxbridge/cxbridge/shared/function"

func main() { function.Main(newHandler) }
