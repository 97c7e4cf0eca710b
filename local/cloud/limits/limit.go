package limits

import (
	"net/http"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Limit is how much there may be of something.
type Limit struct {
	Service string // as the Limits service calls it, such as kms
	Name    string // virtual-vault-count
	Global  bool   // of all regions together; otherwise of the region
	Value   int64
	// Used is what a compartment has of it, or, where that is empty, the tenancy.
	Used func(op *resource.Op, compartment string) (int64, error)
}

// Admit refuses what would exceed the limit with 400 LimitExceeded (OCI: API Errors).
func (l Limit) Admit(op *resource.Op, more int64) error {
	used, err := l.Used(op, "")
	if err != nil || used+more <= l.Value {
		return err
	}
	return api.Errorf(http.StatusBadRequest, "LimitExceeded",
		"The service limit %s of %s would be exceeded: %d are in use, %d more asked for, %d the limit. Delete what is not needed, or request an increase.",
		l.Name, l.Service, used, more, l.Value)
}

// Count counts the resources of a kind, but what is deleted, nor what counts leaves out.
func Count(kind string, counts func(*store.Resource) bool) func(*resource.Op, string) (int64, error) {
	return func(op *resource.Op, compartment string) (n int64, err error) {
		all, err := op.Find(store.Query{Kind: kind, Compartment: compartment})
		for _, r := range all {
			if r.State != "DELETED" && (counts == nil || counts(r)) {
				n++
			}
		}
		return n, err
	}
}
