// Command webhook-authorizer is the function that the gateway asks whether a webhook call may pass. It is a custom
// authorizer with several arguments (API Gateway: multi-argument authorizer functions), configured by
//
//   - webhook_secret_ocid, or plain webhook_secret: a shared secret, which callers send as header or as query parameter
//   - allowed_client_cidrs: networks that may call, in CIDR notation, separated by commas
//
// Each of them that is set must hold; if neither is, nobody passes.
package main

import "github.com/cxbridge/cxbridge/shared/function"

func main() { function.Main(newHandler) }
