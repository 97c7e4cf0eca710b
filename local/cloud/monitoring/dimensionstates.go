package monitoring

import (
	"maps"
	"slices"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// registerDimensionStates adds RetrieveDimensionStates: the streams of a split alarm
// that have fired (Monitoring: Listing Metric Stream Status in an Alarm).
func (p *Plane) registerDimensionStates() {
	body := resource.NewBody("RetrieveDimensionStates", "dimensionFilters:map status:FIRING|OK", nil)
	p.reader("/alarms/{id}/actions/retrieveDimensionStates", body, func(op *resource.Op, filter store.Document) (*api.Answer, error) {
		r, err := op.Load(kind, op.Call.Param("id"))
		if err != nil {
			return nil, err
		}
		w, err := p.snapshot(op, r)
		if err != nil {
			return nil, err
		}
		return pagedAs(op.Call, p.describeStreams(w, filter), func(page any) store.Document {
			return store.Document{"alarmId": r.ID, "isEnabled": r.Doc.Bool("isEnabled"), "isNotificationsPerMetricDimensionEnabled": w.rule.Split, "items": page}
		})
	})
}

func (p *Plane) describeStreams(w *watch, filter store.Document) []store.Document {
	items := []store.Document{}
	if !w.rule.Split {
		return items
	}
	for _, key := range slices.Sorted(maps.Keys(w.state.Streams)) {
		s := w.state.Streams[key]
		state := status(s.Firing)
		switch {
		case s.Since.IsZero(): // has never fired
		case filter["status"] != nil && filter.String("status") != state:
		case filter["dimensionFilters"] != nil && !maps.Equal(filter.StringMap("dimensionFilters"), s.Dimensions):
		default:
			items = append(items, store.Document{"alarmSummary": p.shownSummary(w.definition, s.Firing, s.Since, key, s), "dimensions": s.Dimensions, "status": state,
				"ruleName": w.doc["ruleName"], "timestamp": resource.Time(p.scale.out(s.Since))})
		}
	}
	return items
}
