// Package objectstorage answers the one question about object storage that a stack
// without buckets asks: what the tenancy's namespace is. All else is not simulated.
package objectstorage

import (
	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
)

// Register adds object storage's route.
func Register(e *resource.Engine) {
	e.Reader("GET /n", func(op *resource.Op) (*api.Answer, error) { return api.OK(op.Namespace), nil })
}
