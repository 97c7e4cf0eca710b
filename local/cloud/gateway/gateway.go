package gateway

import (
	"context"
	"net/http"
	"time"

	"github.com/oracle/oci-go-sdk/v65/apigateway"

	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
)

// Gateway is the API gateway resource a Handler answers for.
type Gateway struct {
	ID, DisplayName, CompartmentID, TenancyID, Hostname string
}

// Deployment is one API deployment on it.
type Deployment struct {
	ID, DisplayName, CompartmentID, PathPrefix string
	Specification                              apigateway.ApiSpecification
}

// Invoker runs functions for the gateway, after checking that the gateway may.
// Its error may be a *runner.Error.
type Invoker interface {
	Invoke(ctx context.Context, gateway Gateway, functionID string, call runner.Call) (*runner.Answer, error)
}

// Options are what a Handler is made of. Invoker is required when a deployment
// names a function.
type Options struct {
	Gateway     Gateway
	Deployments []Deployment
	Invoker     Invoker
	Logger      Logger            // nil: nothing is logged
	Clock       func() time.Time  // nil: time.Now
	Fidelity    fidelity.Switches // zero: the defaults
	CallID      func() string     // for Fn-Call-Id; nil: random
	RequestID   func() string     // for opc-request-id; nil: random
}

// Handler is the data plane of one API gateway.
type Handler struct{ options Options }

// New compiles the deployments; a fault that Validate finds is returned.
func New(o Options) (*Handler, error) { return &Handler{options: o}, nil }

// ServeHTTP answers one client.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	http.Error(w, "not written yet", http.StatusNotImplemented)
}
