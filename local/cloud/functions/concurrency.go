package functions

import (
	"context"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// unitSteps are the least provisioned concurrency units of a function by its memory in MB,
// which others are multiples of (OCI Functions: Reducing Initial Latency Using Provisioned
// Concurrency).
var unitSteps = map[int64]int64{128: 40, 256: 20, 512: 10, 1024: 10, 2048: 10, 3072: 10}

// units are the provisioned concurrency units of a function.
func units(f *store.Resource) int64 {
	config := f.Doc.Object("provisionedConcurrencyConfig")
	if config.String("strategy") != "CONSTANT" {
		return 0
	}
	count, _ := config.Int("count")
	return count
}

// ProvisionedMemory is what functions keep for provisioned concurrency, in MB; with a
// compartment, those that are there.
func ProvisionedMemory(op *resource.Op, compartment string) (total int64, err error) {
	all, err := op.Find(store.Query{Kind: "fnfunc", Compartment: compartment})
	for _, f := range all {
		total += provisionedMemory(f)
	}
	return total, err
}

func provisionedMemory(f *store.Resource) int64 {
	memory, _ := f.Doc.Int("memoryInMBs")
	return units(f) * memory
}

// checkConcurrency checks a function's units, of which before had some already.
func (p *Plane) checkConcurrency(op *resource.Op, before, f *store.Resource) error {
	config := f.Doc.Object("provisionedConcurrencyConfig")
	if config.String("strategy") == "CONSTANT" {
		memory, _ := f.Doc.Int("memoryInMBs")
		count, _ := config.Int("count")
		if step := unitSteps[memory]; count < step || count%step != 0 {
			return api.InvalidParameter("Function: provisionedConcurrencyConfig.count %d is not a multiple of %d, as it is for %d MB", count, step, memory)
		}
	}
	more := provisionedMemory(f)
	if before != nil {
		more -= provisionedMemory(before)
	}
	if more <= 0 {
		return nil
	}
	return p.Limit.Admit(op, more)
}

// keepReady has the instances of f started, or no more of them, once the change is kept.
func (p *Plane) keepReady(op *resource.Op, f *store.Resource) {
	op.After(func() {
		if err := p.ready(context.Background(), f); err != nil {
			p.Log.Error("function has no instances ready", "function", f.ID, "error", err)
		}
	})
}

func (p *Plane) ready(ctx context.Context, f *store.Resource) error {
	wanted := int(units(f))
	if most := p.Fidelity.ProvisionedInstances; most > 0 {
		wanted = min(wanted, most)
	}
	runs, err := p.Function(ctx, f.ID)
	if err == nil {
		p.Runner.Keep(runs, wanted)
	}
	return err
}

// Resume has the instances of all functions started that are to be ready.
func (p *Plane) Resume(ctx context.Context) error {
	var all []*store.Resource
	err := p.engine.Look(ctx, nil, func(op *resource.Op) (err error) {
		all, err = op.Find(store.Query{Kind: "fnfunc"})
		return err
	})
	for _, f := range all {
		if err == nil && units(f) > 0 {
			err = p.ready(ctx, f)
		}
	}
	return err
}
