package resource

import (
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const vnicName = "vnic"

// vnic is the kind of what a deleted resource leaves in a network for a while.
func vnic() *Kind {
	return &Kind{Name: vnicName, Title: "VNIC", Refs: []Ref{{Field: "attachedTo", Blocks: true}}}
}

// untilKey is the private key of when a VNIC is gone.
const untilKey = "until"

// linger leaves a VNIC of r, which is being deleted, where r's fields say.
func (op *Op) linger(r *store.Resource) error {
	if op.Linger == 0 {
		return nil
	}
	k := op.kinds[r.Kind]
	var attached []any
	for _, named := range k.refs(r.Doc) {
		if ref, _ := k.ref(named.Field); ref.Lingers {
			attached = append(attached, named.Target)
		}
	}
	if attached == nil {
		return nil
	}
	left := op.New(vnicName, store.Document{"compartmentId": r.Doc["compartmentId"], "displayName": "VNIC of " + r.ID, "attachedTo": attached})
	left.Private[untilKey] = Time(op.Now.Add(op.Linger))
	return op.Save(left)
}

// gone removes a VNIC that has lingered long enough.
func (op *Op) gone(by store.Referrer) (bool, error) {
	if by.Kind != vnicName {
		return false, nil
	}
	until, err := time.Parse(time.RFC3339, by.Private.String(untilKey))
	if err != nil || op.Now.Before(until) {
		return false, err
	}
	return true, op.Delete(by.ID)
}
