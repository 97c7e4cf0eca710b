// Package api is what every service of the local cloud has in common on the wire:
// OCI's error shape, request ids, signature check, JSON in and out, an honest 501.
//
// A service registers routes on a Server, in net/http's pattern language:
//
//	server := api.NewServer(verifier)
//	server.Handle(api.Route{Pattern: "GET /20160918/vcns/{id}", Handler: func(c *api.Call) (*api.Answer, error) {
//		return nil, api.NotFound("VCN", c.Param("id"))
//	}})
//
// A handler returns an Answer, or an *Error made by one of the constructors here
// (OCI: API Errors). Any other error is a 500. A path no service has registered is
// answered with 501 and a sentence that says that it is not simulated.
package api
