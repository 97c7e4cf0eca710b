package apigateway

import (
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/cloud/gateway"
	"github.com/cxbridge/cxbridge/local/cloud/limits"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const base = "/20190501"

// Listeners opens addresses for gateways.
type Listeners interface {
	// Open serves h at host:port; port 0 takes a free one. It returns the address.
	Open(address string, h http.Handler) (string, error)
	Close(address string)
}

// Options are what the plane works with.
type Options struct {
	Listeners Listeners
	Address   string       // of the first gateway, host:port
	Spare     string       // of any further one, with port 0
	Limit     limits.Limit // of gateways
	Fidelity  fidelity.Switches
	Log       *slog.Logger
	// Handler makes the data plane of a gateway.
	Handler func(g gateway.Gateway, deployments []gateway.Deployment) (http.Handler, error)
}

// Plane is the control plane of API Gateway.
type Plane struct {
	Options
	engine *resource.Engine

	mu     sync.Mutex
	fronts map[string]*front // by the gateway's OCID
}

// front is what listens for a gateway.
type front struct {
	address string
	handler atomic.Pointer[http.Handler]
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	(*f.handler.Load()).ServeHTTP(w, r)
}

// Register adds the kinds of API Gateway.
func Register(e *resource.Engine, o Options) *Plane {
	p := &Plane{Options: o, engine: e, fronts: map[string]*front{}}
	e.Register(&resource.Kind{
		Name: "apigateway", Title: "API Gateway", Paths: []string{base + "/gateways"}, Active: "ACTIVE", Updated: "timeUpdated",
		Fields: "compartmentId! displayName~ endpointType:PUBLIC|PRIVATE! subnetId! networkSecurityGroupIds:strings~ certificateId~ " +
			"responseCacheDetails:object~ locks:any caBundles:any~ ipMode:IPV4|IPV6|DUAL_STACK ipv4AddressConfiguration:object ipv6AddressConfiguration:object",
		Refs: []resource.Ref{
			{Field: "subnetId", Kind: "subnet", Blocks: true, Lingers: true},
			{Field: "networkSecurityGroupIds", Kind: "networksecuritygroup", Blocks: true, Lingers: true},
		},
		Work:   &resource.Work{Service: "20190501", Entity: "gateway", Operation: "GATEWAY"},
		Create: p.createGateway,
		Update: func(op *resource.Op, _, r *store.Resource) error { return p.updateGateway(op, r) },
		Delete: func(op *resource.Op, r *store.Resource) error {
			op.After(func() { p.drop(r.ID) })
			return nil
		},
		InUse: func(r *store.Resource, by store.Referrer) *api.Error {
			return api.Conflict("Deployments exist on the gateway %s, among them %s. Delete them first.", r.ID, by.ID)
		},
		Page: items,
	})
	e.Register(p.deployment())
	e.ServeWorkRequests("20190501", true)
	return p
}

func items(_ *resource.Op, list []store.Document) any { return map[string]any{"items": list} }

func describe(op *resource.Op, r *store.Resource) gateway.Gateway {
	return gateway.Gateway{ID: r.ID, DisplayName: r.Doc.String("displayName"), CompartmentID: r.Doc.String("compartmentId"),
		TenancyID: op.Tenancy, Hostname: r.Doc.String("hostname")}
}

func (p *Plane) createGateway(op *resource.Op, r *store.Resource) error {
	if err := p.checkGateway(op, r); err != nil {
		return err
	}
	if err := p.Limit.Admit(op, 1); err != nil {
		return err
	}
	r.Doc.Default("networkSecurityGroupIds", []any{})
	r.Doc.Default("responseCacheDetails", map[string]any{"type": "NONE"})
	r.Doc.Default("ipMode", "IPV4")
	address, err := p.choose(op, r)
	if err != nil {
		return err
	}
	if err := p.place(op, r, address); err != nil {
		return api.InvalidParameter("API Gateway: cannot listen: %v", err) // a 5xx would be tried again for minutes
	}
	r.Doc["systemTags"] = map[string]any{}
	h, err := p.Handler(describe(op, r), nil)
	if err != nil {
		return err
	}
	p.swap(r.ID, h)
	return nil
}

func (p *Plane) updateGateway(op *resource.Op, r *store.Resource) error {
	if err := p.checkGateway(op, r); err != nil {
		return err
	}
	return p.renew(op, r, nil, "")
}
