package artifacts

import (
	"context"

	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Has says whether there is a repository of that name.
func (p *Plane) Has(ctx context.Context, name string) (there bool, err error) {
	err = p.engine.Look(ctx, nil, func(op *resource.Op) error {
		there, err = exists(op, name)
		return err
	})
	return there, err
}

func exists(op *resource.Op, name string) (bool, error) {
	found, err := op.Find(store.Query{Kind: "containerrepo", Name: name})
	return len(found) > 0, err
}

// Ensure makes sure that a repository that is about to be pushed to is there: OCI
// makes a missing one in the root compartment (OCI Registry: Pushing Images).
func (p *Plane) Ensure(ctx context.Context, name string) error {
	if there, err := p.Has(ctx, name); err != nil || there {
		return err
	}
	return p.engine.Change(ctx, nil, func(op *resource.Op) error {
		if there, err := exists(op, name); err != nil || there { // made meanwhile
			return err
		}
		r := op.New("containerrepo", store.Document{"compartmentId": op.Tenancy, "displayName": name})
		if err := p.create(op, r); err != nil {
			return err
		}
		return op.Save(r)
	})
}
