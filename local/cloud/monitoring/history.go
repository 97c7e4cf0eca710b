package monitoring

import (
	"fmt"
	"slices"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// The types of history. Rules have none here, because there are no overrides.
const (
	stateHistory      = "STATE_HISTORY"
	transitionHistory = "STATE_TRANSITION_HISTORY"
)

var historyTypes = []string{"", stateHistory, transitionHistory, "RULE_HISTORY", "RULE_TRANSITION_HISTORY"}

// registerHistory adds GetAlarmHistory, newest first.
func (p *Plane) registerHistory() {
	p.engine.Reader("GET "+base+"/alarms/{id}/history", func(op *resource.Op) (*api.Answer, error) {
		r, err := op.Load(kind, op.Call.Param("id"))
		if err != nil {
			return nil, err
		}
		wanted := op.Call.Query("alarmHistorytype")
		if !slices.Contains(historyTypes, wanted) {
			return nil, api.InvalidParameter("alarmHistorytype %q is none of %v", wanted, historyTypes[1:])
		}
		from, to, err := historyRange(op.Call)
		if err != nil {
			return nil, err
		}
		changes, err := op.AlarmHistory(r.ID)
		if err != nil {
			return nil, err
		}
		entries := []store.Document{}
		for _, c := range changes {
			if !c.Created.Before(from) && (to.IsZero() || c.Created.Before(to)) {
				entries = append(entries, describeChange(c, wanted)...)
			}
		}
		return pagedAs(op.Call, entries, func(page any) store.Document {
			return store.Document{"alarmId": r.ID, "isEnabled": r.Doc.Bool("isEnabled"), "entries": page}
		})
	})
}

// pagedAs answers a page of a list inside an object.
func pagedAs(c *api.Call, items []store.Document, within func(page any) store.Document) (*api.Answer, error) {
	answer, err := resource.Paged(c, items)
	if err == nil {
		answer.Body = within(answer.Body)
	}
	return answer, err
}

func historyRange(c *api.Call) (from, to time.Time, err error) {
	for name, into := range map[string]*time.Time{"timestampGreaterThanOrEqualTo": &from, "timestampLessThan": &to} {
		if text := c.Query(name); text != "" {
			if *into, err = time.Parse(time.RFC3339, text); err != nil {
				return from, to, api.InvalidParameter("%s %q is not a time in RFC 3339", name, text)
			}
		}
	}
	return from, to, nil
}

// describeChange is a change as both types of history tell it.
func describeChange(c store.AlarmChange, wanted string) []store.Document {
	transition, state := "State transitioned from OK to Firing", "FIRING"
	if !c.Firing {
		transition, state = "State transitioned from Firing to OK", "OK"
	}
	var entries []store.Document
	if wanted == "" || wanted == transitionHistory {
		entries = append(entries, store.Document{"summary": transition, "alarmSummary": c.Summary, "timestamp": resource.Time(c.Created),
			"timestampTriggered": resource.Time(c.Triggered)})
	}
	if wanted == "" || wanted == stateHistory {
		entries = append(entries, store.Document{"summary": fmt.Sprintf("The alarm state is %s", state), "alarmSummary": c.Summary,
			"timestamp": resource.Time(c.Created)})
	}
	return entries
}
