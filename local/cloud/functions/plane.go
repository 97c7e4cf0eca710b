package functions

import (
	"context"
	"log/slog"
	"net/http"
	"sync"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/cloud/limits"
	"github.com/cxbridge/cxbridge/local/cloud/registry"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/signature"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

var versions = []string{"/20181201", "/20260325"}

// Runner runs functions.
type Runner interface {
	Invoke(ctx context.Context, f runner.Function, c runner.Call) (*runner.Answer, error)
	// Keep has n instances ready; Retire ends all.
	Keep(f runner.Function, n int)
	Retire(functionID string)
}

// Registry finds images.
type Registry interface {
	Inspect(repository, reference string) (registry.Found, error)
	Resolve(repository, reference string) (v1.Image, error)
}

// Options are what the plane works with.
type Options struct {
	Runner   Runner
	Registry Registry
	Host     string       // of the registry, as it stands in images' names
	Limit    limits.Limit // of memory for provisioned concurrency, in MB
	Fidelity fidelity.Switches
	Log      *slog.Logger
	// Guard says whether the caller may invoke the function: nil, or the error to answer.
	Guard func(ctx context.Context, caller signature.Principal, f runner.Function) error
}

// Plane is the control plane of Functions.
type Plane struct {
	Options
	engine   *resource.Engine
	detached sync.WaitGroup

	mu         sync.Mutex
	known      map[string]runner.Function
	generation uint64
}

// Register adds the kinds of Functions and the invocation.
func Register(e *resource.Engine, o Options) *Plane {
	p := &Plane{Options: o, engine: e}
	e.Register(p.application())
	e.Register(p.function())
	for _, version := range versions {
		e.Server.Handle(api.Route{
			Pattern:      "POST " + version + "/functions/{id}/actions/invoke",
			Handler:      p.invoke,
			ForResources: true,
			TooLarge:     "FunctionInvokeRequestContentTooLarge",
		})
	}
	return p
}

// Close waits for the detached invocations that are under way.
func (p *Plane) Close() { p.detached.Wait() }

func paths(collection string) []string {
	var out []string
	for _, version := range versions {
		out = append(out, version+collection)
	}
	return out
}

// unique refuses a second thing of one name within the same application or compartment.
func unique(op *resource.Op, r *store.Resource, within string) error {
	same, err := op.Find(store.Query{Kind: r.Kind, Name: r.Doc.String("displayName"), Equal: map[string]string{within: r.Doc.String(within)}})
	if err == nil && len(same) > 0 {
		err = api.Errorf(http.StatusConflict, "Conflict", "the name %s is taken by %s in the same %s", same[0].Name, same[0].ID, within)
	}
	return err
}
