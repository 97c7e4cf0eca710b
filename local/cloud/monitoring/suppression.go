package monitoring

import (
	"fmt"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// suppressed is when an alarm's suppression begins and ends, both included; zero times
// where there is none.
func suppressed(doc store.Document) (from, until time.Time, err error) {
	suppression := doc.Object("suppression")
	if suppression == nil {
		return from, until, nil
	}
	for key, into := range map[string]*time.Time{"timeSuppressFrom": &from, "timeSuppressUntil": &until} {
		if *into, err = time.Parse(time.RFC3339, suppression.String(key)); err != nil {
			return from, until, fmt.Errorf("%s %q is not a time in RFC 3339", key, suppression.String(key))
		}
	}
	return from, until, nil
}

// registerSuppression adds the action that ends a suppression for good. Suppressions
// that are resources of their own (alarmSuppressions) are not simulated.
func (p *Plane) registerSuppression() {
	p.engine.Action(kind, "POST "+base+"/alarms/{id}/actions/removeSuppression",
		func(_ *resource.Op, r *store.Resource, _ store.Document) (*api.Answer, error) {
			delete(r.Doc, "suppression")
			return &api.Answer{}, nil
		})
}
