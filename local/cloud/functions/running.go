package functions

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Function is what an invocation of id runs; 404 if there is no such function. It is
// kept for as long as nothing in the store changes.
func (p *Plane) Function(ctx context.Context, id string) (runner.Function, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	// Read before the function is: a change in between makes it be read again.
	if generation := p.engine.Store.Generation(); p.known == nil || generation != p.generation {
		p.known, p.generation = map[string]runner.Function{}, generation
	}
	if f, ok := p.known[id]; ok {
		return f, nil
	}
	f, err := p.load(ctx, id)
	if err == nil {
		p.known[id] = f
	}
	return f, err
}

func (p *Plane) load(ctx context.Context, id string) (f runner.Function, err error) {
	err = p.engine.Look(ctx, nil, func(op *resource.Op) error {
		r, err := op.Load("fnfunc", id)
		if err != nil {
			return err
		}
		application, err := op.Load("fnapp", r.Doc.String("applicationId"))
		if err != nil {
			return err
		}
		memory, _ := r.Doc.Int("memoryInMBs")
		timeout, _ := r.Doc.Int("timeoutInSeconds")
		config := application.Doc.StringMap("config")
		maps.Copy(config, r.Doc.StringMap("config"))
		f = runner.Function{ID: r.ID, Name: r.Name, ApplicationID: application.ID, ApplicationName: application.Name,
			CompartmentID: r.Compartment, TenancyID: op.Tenancy, Image: r.Doc.String("image"), ImageDigest: r.Doc.String("imageDigest"),
			Architecture: runsOn(application.Doc.String("shape")),
			MemoryInMBs:  int(memory), Timeout: time.Duration(timeout) * time.Second, Config: config}
		return nil
	})
	return f, err
}

// Image finds a function's image by its digest. With it a Plane is a runner.Images.
func (p *Plane) Image(_ context.Context, f runner.Function) (v1.Image, error) {
	tag, err := name.NewTag(f.Image, name.StrictValidation)
	if err != nil {
		return nil, fmt.Errorf("image %q of function %s: %w", f.Image, f.ID, err)
	}
	return p.Registry.Resolve(tag.RepositoryStr(), f.ImageDigest)
}

// Digests are those of all functions' images.
func (p *Plane) Digests(ctx context.Context) (digests []string, err error) {
	err = p.engine.Look(ctx, nil, func(op *resource.Op) error {
		functions, err := op.Find(store.Query{Kind: "fnfunc"})
		for _, r := range functions {
			digests = append(digests, r.Doc.String("imageDigest"))
		}
		return err
	})
	return digests, err
}
