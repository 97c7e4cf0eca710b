package identity

import (
	"reflect"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Private keys of policies and groups: when what acts was changed, and what acts until
// the change does.
const (
	changedKey = "changed"
	formerKey  = "former"
)

// change notes that the field key of r, which is new where there is nothing before it,
// acts only after a delay, and what does meanwhile.
func change(op *resource.Op, before, r *store.Resource, key string, delay time.Duration) {
	if before != nil {
		if reflect.DeepEqual(before.Doc[key], r.Doc[key]) {
			return
		}
		r.Private[formerKey], _ = acting(before, key, op.Now, delay)
	}
	r.Private[changedKey] = resource.Time(op.Now)
}

// acting is the value of the field key that acts now, nil for none, and until when, where
// another one follows.
func acting(r *store.Resource, key string, now time.Time, delay time.Duration) (value any, until time.Time) {
	changed, err := time.Parse(time.RFC3339, r.Private.String(changedKey))
	if from := changed.Add(delay); err == nil && now.Before(from) {
		return r.Private[formerKey], from
	}
	return r.Doc[key], time.Time{}
}
