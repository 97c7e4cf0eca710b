package gateway

import (
	"net/http"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// backend answers a request that has passed every policy.
type backend interface {
	serve(x *exchange) *refusal
}

// newBackend takes what Validate has passed.
func newBackend(spec apigateway.ApiSpecificationRouteBackend) backend {
	switch b := spec.(type) {
	case apigateway.OracleFunctionBackend:
		return functionBackend{*b.FunctionId}
	case apigateway.HttpBackend:
		return newHTTPBackend(b)
	case apigateway.StockResponseBackend:
		return stockBackend(b)
	}
	return nil
}

func (x *exchange) forward() *refusal { return x.route.backend.serve(x) }

// cleanResponse prepares a backend's header for the client: what the gateway
// itself answers for is the gateway's, and the route's transformations apply.
func (x *exchange) cleanResponse(h http.Header) {
	removeHopByHop(h)
	h.Del("Opc-Request-Id")
	if x.corsPolicy() != nil {
		for name := range h {
			if strings.HasPrefix(name, "Access-Control-") {
				delete(h, name)
			}
		}
	}
	transformHeaders(h, x.route.response, protectedResponse, x.expand)
}

// answer writes a whole answer of a backend.
func (x *exchange) answer(status int, h http.Header, body []byte) {
	x.cleanResponse(h)
	for name, values := range h {
		x.w.Header()[name] = append(x.w.Header()[name], values...)
	}
	x.w.WriteHeader(status)
	x.w.Write(body)
}

// stockBackend answers what the specification says.
type stockBackend apigateway.StockResponseBackend

func (b stockBackend) serve(x *exchange) *refusal {
	h := http.Header{}
	for _, field := range b.Headers {
		h.Add(*field.Name, *field.Value)
	}
	body := ""
	if b.Body != nil {
		body = *b.Body
	}
	x.answer(*b.Status, h, []byte(body))
	return nil
}
