package apigateway

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// configured is the private key under which the one gateway that is meant to have the
// configured address keeps what that was: it moves along when another is configured.
const configured = "configuredAddress"

// choose is the configured address, which r then claims, unless another gateway has it.
func (p *Plane) choose(op *resource.Op, r *store.Resource) (string, error) {
	gateways, err := op.Find(store.Query{Kind: "apigateway"})
	if slices.ContainsFunc(gateways, func(g *store.Resource) bool {
		return g.ID != r.ID && (g.Doc.String("hostname") == p.Address || g.Private.String(configured) == p.Address)
	}) {
		delete(r.Private, configured)
		return p.Spare, err
	}
	r.Private[configured] = p.Address
	return p.Address, err
}

// place opens an address for a gateway and writes down where it is. The hostname is
// known only when the address is open; until there is a handler nothing routes here.
func (p *Plane) place(op *resource.Op, r *store.Resource, address string) error {
	address, err := p.listen(r.ID, address, http.NotFoundHandler())
	if err != nil {
		return err
	}
	op.Undo(func() { p.drop(r.ID) })
	r.Doc["hostname"] = address
	r.Doc["ipAddresses"] = []any{map[string]any{"ipAddress": hostOf(address)}}
	return nil
}

// Resume listens for the gateways there are. One whose address cannot be had any more
// gets another.
func (p *Plane) Resume(ctx context.Context) error {
	return p.engine.Change(ctx, nil, func(op *resource.Op) error {
		gateways, err := op.Find(store.Query{Kind: "apigateway"})
		for _, r := range gateways {
			if err == nil {
				err = p.resume(op, r)
			}
		}
		return err
	})
}

func (p *Plane) resume(op *resource.Op, r *store.Resource) error {
	former := r.Doc.String("hostname")
	if err := p.reopen(op, r, former); err != nil {
		return err
	}
	if now := r.Doc.String("hostname"); now != former {
		p.Log.Warn("API gateway moved", "gateway", r.ID, "from", former, "to", now)
		if err := p.moved(op, r); err != nil {
			return err
		}
	}
	deployments, err := p.deployments(op, r.ID)
	if err != nil {
		return err
	}
	h, err := p.Handler(describe(op, r), deployments)
	if err != nil {
		return err
	}
	p.swap(r.ID, h)
	return nil
}

// reopen listens where the gateway was, or where it now should be, or where it can.
// The cloud starts even if it can do so nowhere.
func (p *Plane) reopen(op *resource.Op, r *store.Resource, former string) error {
	// Where another address was configured since, the former may be meant for something else.
	if was := r.Private.String(configured); was == "" || was == p.Address {
		err := p.place(op, r, former)
		if err == nil {
			return nil
		}
		p.Log.Warn("API gateway cannot have its former address", "gateway", r.ID, "error", err)
	}
	chosen, err := p.choose(op, r)
	if err != nil {
		return err
	}
	for _, address := range slices.Compact([]string{chosen, p.Spare}) {
		if err = p.place(op, r, address); err == nil {
			return nil
		}
		p.Log.Warn("API gateway cannot have an address", "gateway", r.ID, "error", err)
	}
	p.Log.Error("API gateway is not served until the cloud starts again", "gateway", r.ID)
	return nil
}

// moved keeps a gateway's new hostname, and its deployments' endpoints with it.
func (p *Plane) moved(op *resource.Op, r *store.Resource) error {
	if err := op.Save(r); err != nil {
		return err
	}
	deployments, err := op.Find(store.Query{Kind: "apideployment", Equal: map[string]string{"gatewayId": r.ID}})
	if err != nil {
		return err
	}
	for _, d := range deployments {
		d.Doc["endpoint"] = endpoint(r, d)
		if err := op.Save(d); err != nil {
			return err
		}
	}
	return nil
}

// endpoint is where a deployment answers.
func endpoint(g, d *store.Resource) string {
	return "http://" + g.Doc.String("hostname") + strings.TrimSuffix(d.Doc.String("pathPrefix"), "/")
}
