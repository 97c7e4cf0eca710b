package monitoring

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/monitoring/lifecycle"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// severities in the order of their weight.
var severities = []string{"CRITICAL", "ERROR", "WARNING", "INFO"}

// streamFilters are the query parameters of ListAlarmsStatus that name a dimension.
var streamFilters = []string{"resourceId", "serviceName", "entityId"}

// snapshot is an alarm as of the last evaluation. Its times are Monitoring's.
func (p *Plane) snapshot(op *resource.Op, r *store.Resource) (*watch, error) {
	p.ticking.Lock()
	defer p.ticking.Unlock()
	w, err := p.look(op, r)
	if err != nil {
		return nil, err
	}
	w.state = w.state.Clone()
	return w, nil
}

// registerStatus adds ListAlarmsStatus.
func (p *Plane) registerStatus() {
	p.engine.Reader("GET "+base+"/alarms/status", func(op *resource.Op) (*api.Answer, error) {
		compartments, err := p.askedCompartments(op.Call)
		if err != nil {
			return nil, err
		}
		alarms, err := op.Find(store.Query{Kind: kind, Name: op.Call.Query("displayName")})
		if err != nil {
			return nil, err
		}
		items := []store.Document{}
		for _, r := range alarms {
			if !slices.Contains(compartments, r.Compartment) {
				continue
			}
			w, err := p.snapshot(op, r)
			if err != nil {
				return nil, err
			}
			item := p.describeStatus(w, op.Now)
			wanted := op.Call.Query("status")
			if (wanted == "" || item.String("status") == wanted) && w.concerns(op.Call) {
				items = append(items, item)
			}
		}
		sortStatus(op.Call, items)
		return resource.Paged(op.Call, items)
	})
}

func (p *Plane) describeStatus(w *watch, now time.Time) store.Document {
	state := status(w.state.Firing)
	if w.suppressed(p.scale.in(now)) {
		state = "SUSPENDED"
	}
	since := w.state.Since
	if since.IsZero() { // has never fired
		since = w.created
	}
	summary := p.shownSummary(w.definition, w.state.Firing, since, "", w.state.Active()...)
	d := store.Document{"id": w.id, "displayName": w.doc["displayName"], "severity": w.doc["severity"], "ruleName": w.doc["ruleName"],
		"timestampTriggered": resource.Time(p.scale.out(since)), "alarmSummary": summary, "status": state}
	if suppression := w.doc["suppression"]; suppression != nil {
		d["suppression"] = suppression
	}
	return d
}

// concerns says whether a stream of the alarm has the dimensions that a call filters by.
func (w *watch) concerns(c *api.Call) bool {
	for _, name := range streamFilters {
		wanted := c.Query(name)
		if wanted == "" {
			continue
		}
		if !slices.ContainsFunc(w.state.Active(), func(s lifecycle.Stream) bool { return s.Dimensions[name] == wanted }) {
			return false
		}
	}
	return true
}

func sortStatus(c *api.Call, items []store.Document) {
	slices.SortStableFunc(items, func(a, b store.Document) int {
		order := strings.Compare(a.String("displayName"), b.String("displayName"))
		if c.Query("sortBy") == "severity" {
			order = cmp.Or(slices.Index(severities, a.String("severity"))-slices.Index(severities, b.String("severity")), order)
		}
		if c.Query("sortOrder") == "DESC" {
			return -order
		}
		return order
	})
}
