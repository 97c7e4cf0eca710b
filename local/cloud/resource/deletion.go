package resource

import (
	"cmp"
	"net/http"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const day = 24 * time.Hour

// Deletion is how a kind is deleted that OCI does not delete at once.
type Deletion struct {
	Kind     string
	Path     string // of the collection
	MinDays  int    // 30 is the longest wait, and the default
	Silent   bool   // the answer has no body
	Schedule func(op *Op, r *store.Resource, due time.Time) error
	Cancel   func(op *Op, r *store.Resource) error
}

// ServeDeletion adds the actions scheduleDeletion and cancelDeletion. What is pending
// shows as deleted once its time has come; nothing of it is ever removed.
func (e *Engine) ServeDeletion(d Deletion) {
	body := NewBody("scheduleDeletion", "timeOfDeletion", nil)
	answer := func(op *Op, r *store.Resource) (*api.Answer, error) {
		r.Doc["lifecycleState"] = r.State
		shown, err := op.Shown(r)
		if err != nil || d.Silent {
			return &api.Answer{Status: http.StatusOK}, err
		}
		return api.OK(shown), nil
	}
	e.Action(d.Kind, "POST "+d.Path+"/{id}/actions/scheduleDeletion", func(op *Op, r *store.Resource, b store.Document) (*api.Answer, error) {
		if err := body.Check(b); err != nil {
			return nil, err
		}
		if r.State == "PENDING_DELETION" || r.State == "DELETED" {
			return nil, api.IncorrectState("%s is in state %s: its deletion is scheduled already", r.ID, r.State)
		}
		due, err := dueTime(op.Now, b.String("timeOfDeletion"), d.MinDays)
		if err != nil {
			return nil, err
		}
		if d.Schedule != nil {
			if err := d.Schedule(op, r, due); err != nil {
				return nil, err
			}
		}
		MarkPending(r, due)
		return answer(op, r)
	})
	e.Action(d.Kind, "POST "+d.Path+"/{id}/actions/cancelDeletion", func(op *Op, r *store.Resource, _ store.Document) (*api.Answer, error) {
		if r.State != "PENDING_DELETION" {
			return nil, api.IncorrectState("%s is in state %s: there is no deletion to cancel", r.ID, r.State)
		}
		if d.Cancel != nil {
			if err := d.Cancel(op, r); err != nil {
				return nil, err
			}
		}
		op.Restore(r)
		return answer(op, r)
	})
}

// stateBefore is the private key of the state in which a resource was whose deletion is
// scheduled.
const stateBefore = "stateBefore"

// Restore puts r back into the state it had before its deletion was scheduled.
func (op *Op) Restore(r *store.Resource) {
	r.State = cmp.Or(r.Private.String(stateBefore), op.kinds[r.Kind].Active)
	delete(r.Private, stateBefore)
	delete(r.Doc, "timeOfDeletion")
}

// MarkPending puts r into the state between scheduling and deletion.
func MarkPending(r *store.Resource, due time.Time) {
	r.Private[stateBefore] = r.State
	r.State = "PENDING_DELETION"
	r.Doc["timeOfDeletion"] = Time(due)
}

func dueTime(now time.Time, text string, minDays int) (time.Time, error) {
	if text == "" {
		return now.Add(30 * day), nil
	}
	due, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return due, api.InvalidParameter("timeOfDeletion %q is not a time such as %s", text, Time(now.Add(30*day)))
	}
	// A minute of grace for a caller who counted days from when it began to speak.
	if due.Before(now.Add(time.Duration(minDays)*day-time.Minute)) || due.After(now.Add(30*day+time.Minute)) {
		return due, api.InvalidParameter("timeOfDeletion %s is not between %d and 30 days from now", text, minDays)
	}
	return due, nil
}
