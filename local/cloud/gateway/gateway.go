package gateway

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sort"
	"strings"
	"time"

	"github.com/google/uuid"
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

// Options are what a Handler is made of. Invoker is required.
type Options struct {
	Gateway     Gateway
	Deployments []Deployment
	Invoker     Invoker
	Logger      Logger            // nil: nothing is logged
	Client      *http.Client      // fetches identity providers' keys; nil: http.DefaultClient
	Clock       func() time.Time  // nil: time.Now
	Fidelity    fidelity.Switches // zero: the defaults
	CallID      func() string     // for Fn-Call-Id; nil: random
	RequestID   func() string     // for opc-request-id; nil: random
}

func (o Options) withDefaults() (Options, error) {
	if o.Invoker == nil {
		return o, errors.New("gateway: an Invoker is required")
	}
	if o.Logger == nil {
		o.Logger = discard{}
	}
	if o.Client == nil {
		o.Client = http.DefaultClient
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Fidelity == (fidelity.Switches{}) {
		o.Fidelity = fidelity.Defaults()
	}
	if o.CallID == nil {
		o.CallID = randomID
	}
	if o.RequestID == nil {
		o.RequestID = randomID
	}
	return o, nil
}

// randomID has the form of OCI's request ids.
func randomID() string { return strings.ToUpper(strings.ReplaceAll(uuid.NewString(), "-", "")) }

// Handler is the data plane of one API gateway.
type Handler struct {
	options     Options
	deployments []*deployment // longest prefix first
}

// New compiles the deployments; a fault that Validate finds is returned.
func New(o Options) (*Handler, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	h := &Handler{options: o}
	for _, d := range o.Deployments {
		compiled, err := compile(d, o)
		if err != nil {
			return nil, fmt.Errorf("deployment %s (%s): %w", d.DisplayName, d.ID, err)
		}
		h.deployments = append(h.deployments, compiled)
	}
	sort.SliceStable(h.deployments, func(i, j int) bool {
		return len(h.deployments[i].prefix) > len(h.deployments[j].prefix)
	})
	return h, nil
}

// ServeHTTP answers one client.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := newExchange(h.options, w, r)
	defer x.logAccess()
	if refused := h.route(x); refused != nil {
		x.refuse(refused)
		return
	}
	for _, step := range h.steps() {
		if x.answered() {
			return
		}
		if refused := step(x); refused != nil {
			x.refuse(refused)
			return
		}
	}
}

// steps are what follows routing. Each may answer or refuse.
func (h *Handler) steps() []func(*exchange) *refusal {
	limit, authenticate := (*exchange).limitRate, (*exchange).authenticate
	if !h.options.Fidelity.RateLimitBeforeAuthentication {
		limit, authenticate = authenticate, limit
	}
	return []func(*exchange) *refusal{
		(*exchange).applyCORS, limit, authenticate,
		(*exchange).authorize, (*exchange).validate, (*exchange).transform, (*exchange).forward,
	}
}
