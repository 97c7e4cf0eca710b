package resource

import (
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

var actions = map[string]string{"CREATE": "CREATED", "UPDATE": "UPDATED", "DELETE": "DELETED"}

// work keeps the record of a change, for kinds that have such. The change is done by
// then, so the record is of a request that has succeeded.
func (op *Op) work(k *Kind, r *store.Resource, verb string) (id string, err error) {
	if k.Work == nil {
		return "", nil
	}
	id = op.NewID(strings.ToLower(k.Work.Entity) + "workrequest")
	compartment := r.Doc.String("compartmentId")
	now := Time(op.Now)
	return id, op.PutWorkRequest(store.WorkRequest{
		ID: id, Service: k.Work.Service, Compartment: compartment, Created: op.Now,
		Doc: store.Document{
			"id": id, "operationType": verb + "_" + k.Work.Operation, "status": "SUCCEEDED", "compartmentId": compartment,
			"percentComplete": 100, "timeAccepted": now, "timeStarted": now, "timeFinished": now,
			"resources": []any{map[string]any{
				"entityType": k.Work.Entity, "actionType": actions[verb], "identifier": r.ID,
			}},
		},
	})
}

// ServeWorkRequests adds the routes of a service's work requests. Some services put lists
// into {"items": …}, as items says.
func (e *Engine) ServeWorkRequests(service string, items bool) {
	list := func(documents []store.Document) *api.Answer {
		if items {
			return api.OK(map[string]any{"items": documents})
		}
		return api.OK(documents)
	}
	path := "/" + service + "/workRequests"
	e.Reader("GET "+path, func(op *Op) (*api.Answer, error) {
		compartment := op.Call.Query("compartmentId")
		if compartment == "" {
			return nil, api.MissingParameter("listing of work requests: compartmentId is required")
		}
		found, err := op.WorkRequests(service, "", compartment)
		documents := make([]store.Document, len(found))
		for i, w := range found {
			documents[i] = w.Doc
			documents[i]["workRequestId"] = w.ID // what summaries call it
		}
		return list(documents), err
	})
	one := func(op *Op) (*store.WorkRequest, error) {
		found, err := op.WorkRequests(service, op.Call.Param("id"), "")
		if err == nil && len(found) == 0 {
			err = api.NotFound("work request", op.Call.Param("id"))
		}
		if err != nil {
			return nil, err
		}
		return &found[0], nil
	}
	e.Reader("GET "+path+"/{id}", func(op *Op) (*api.Answer, error) {
		w, err := one(op)
		if err != nil {
			return nil, err
		}
		return api.OK(w.Doc).With("Etag", w.ID), nil
	})
	for _, part := range []string{"errors", "logs"} {
		e.Reader("GET "+path+"/{id}/"+part, func(op *Op) (*api.Answer, error) {
			_, err := one(op)
			return list([]store.Document{}), err
		})
	}
	e.Reader("DELETE "+path+"/{id}", func(op *Op) (*api.Answer, error) {
		if _, err := one(op); err != nil {
			return nil, err
		}
		return nil, api.IncorrectState("the work request has finished: it cannot be cancelled any more")
	})
}
