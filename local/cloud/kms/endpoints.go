package kms

import (
	"context"
	"slices"

	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// own is the private key of the vault whose endpoint is the cloud's own URL: it stays
// so when that URL is another.
const own = "ownURL"

// assignEndpoint gives a vault the cloud's own URL if no other active one has it.
func (p *Plane) assignEndpoint(op *resource.Op, r *store.Resource) error {
	others, err := op.Find(store.Query{Kind: "vault"})
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(others, func(v *store.Resource) bool {
		return v.ID != r.ID && v.State == "ACTIVE" && v.Private.Bool(own)
	}) {
		r.Private[own] = true
		setEndpoint(r, op.URL)
		return nil
	}
	former := r.Doc.String("managementEndpoint")
	if r.Private.Bool(own) {
		former = ""
	}
	return p.openEndpoint(op, r, former)
}

// openEndpoint opens an address of the vault's own: the former one, or another if that
// cannot be had any more.
func (p *Plane) openEndpoint(op *resource.Op, r *store.Resource, former string) error {
	if former == op.URL {
		former = ""
	}
	url, err := p.Endpoints.Open(former)
	if err != nil && former != "" {
		p.Log.Warn("vault cannot have its former endpoint", "vault", r.ID, "error", err)
		url, err = p.Endpoints.Open("")
	}
	if err != nil {
		return err
	}
	op.Undo(func() { p.Endpoints.Close(url) })
	delete(r.Private, own)
	setEndpoint(r, url)
	return nil
}

func setEndpoint(r *store.Resource, url string) {
	r.Doc["managementEndpoint"], r.Doc["cryptoEndpoint"] = url, url
}

// Resume opens the addresses of the vaults that have one of their own, and lets the
// others follow the cloud's URL. The cloud starts even if an address cannot be had.
func (p *Plane) Resume(ctx context.Context) error {
	return p.engine.Change(ctx, nil, func(op *resource.Op) error {
		vaults, err := op.Find(store.Query{Kind: "vault"})
		if err != nil {
			return err
		}
		for _, v := range vaults {
			if v.State != "ACTIVE" {
				continue
			}
			if err := p.resume(op, v); err != nil {
				return err
			}
		}
		return nil
	})
}

func (p *Plane) resume(op *resource.Op, v *store.Resource) error {
	former := v.Doc.String("managementEndpoint")
	open := func() error { return p.openEndpoint(op, v, former) }
	if v.Private.Bool(own) || former == op.URL {
		open = func() error { return p.assignEndpoint(op, v) }
	}
	if err := open(); err != nil {
		p.Log.Error("vault has no endpoint", "vault", v.ID, "error", err)
	}
	now := v.Doc.String("managementEndpoint")
	if now == former {
		return nil
	}
	p.Log.Warn("vault's endpoint moved", "vault", v.ID, "from", former, "to", now)
	return op.Save(v)
}
