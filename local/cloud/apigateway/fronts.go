package apigateway

import (
	"net"
	"net/http"

	"github.com/cxbridge/cxbridge/local/cloud/gateway"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// listen opens a gateway's address.
func (p *Plane) listen(id, address string, h http.Handler) (string, error) {
	f := &front{}
	f.handler.Store(&h)
	address, err := p.Listeners.Open(address, f)
	if err != nil {
		return "", err
	}
	f.address = address
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fronts[id] = f
	return address, nil
}

// swap replaces what a gateway answers with.
func (p *Plane) swap(id string, h http.Handler) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if f := p.fronts[id]; f != nil {
		f.handler.Store(&h)
	}
}

// drop stops listening for a gateway.
func (p *Plane) drop(id string) {
	p.mu.Lock()
	f := p.fronts[id]
	delete(p.fronts, id)
	p.mu.Unlock()
	if f != nil {
		p.Listeners.Close(f.address)
	}
}

// renew makes a gateway's handler anew with its deployments, changed in place of the
// stored one of its id and without the one removed, and puts it in place once the
// change is kept. A deployment that cannot be served is an error before it is.
func (p *Plane) renew(op *resource.Op, g *store.Resource, changed *gateway.Deployment, removed string) error {
	stored, err := p.deployments(op, g.ID)
	if err != nil {
		return err
	}
	var deployments []gateway.Deployment
	for _, d := range stored {
		if d.ID != removed && (changed == nil || d.ID != changed.ID) {
			deployments = append(deployments, d)
		}
	}
	if changed != nil {
		deployments = append(deployments, *changed)
	}
	h, err := p.Handler(describe(op, g), deployments)
	if err != nil {
		return err
	}
	op.After(func() { p.swap(g.ID, h) })
	return nil
}

func hostOf(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	return host
}
