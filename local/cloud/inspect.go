package cloud

import (
	"context"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Resource is one thing the cloud holds, in short.
type Resource struct{ ID, Kind, Name, State string }

// Resources lists what the cloud holds in order of creation. Vaults, keys and
// secrets whose deletion is scheduled are still among it, pending.
func (c *Cloud) Resources(ctx context.Context) (list []Resource, err error) {
	err = c.engine.Look(ctx, nil, func(op *resource.Op) error {
		found, err := op.Find(store.Query{})
		for _, r := range found {
			list = append(list, Resource{r.ID, r.Kind, r.Name, r.State})
		}
		return err
	})
	return list, err
}

// Pending says whether the resource's deletion is scheduled, which is all the
// deletion that vaults, keys and secrets know.
func (r Resource) Pending() bool { return strings.HasPrefix(r.State, "PENDING_DELETION") }

// Processes are the running instances of all functions.
func (c *Cloud) Processes(ctx context.Context) ([]runner.Instance, error) {
	resources, err := c.Resources(ctx)
	var processes []runner.Instance
	for _, r := range resources {
		processes = append(processes, c.runner.Instances(r.ID)...)
	}
	return processes, err
}
