package resource

import (
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Register adds a kind and the routes of its lifecycle.
func (e *Engine) Register(k *Kind) {
	k.prepare()
	e.kinds[k.Name] = k
	for _, path := range k.Paths {
		item := path + "/{id}"
		e.route("POST "+path, func(c *api.Call) (*api.Answer, error) { return e.create(k, c) })
		e.route("GET "+path, func(c *api.Call) (*api.Answer, error) { return e.list(k, c) })
		e.route("GET "+item, func(c *api.Call) (*api.Answer, error) { return e.get(k, c) })
		e.route("PUT "+item, func(c *api.Call) (*api.Answer, error) { return e.update(k, c) })
		if !k.Kept {
			e.route("DELETE "+item, func(c *api.Call) (*api.Answer, error) { return e.remove(k, c) })
		}
	}
}

func (e *Engine) route(pattern string, h api.Handler) {
	e.Server.Handle(api.Route{Pattern: pattern, Handler: h})
}

// Reader adds a route that only looks.
func (e *Engine) Reader(pattern string, look func(op *Op) (*api.Answer, error)) {
	e.route(pattern, func(c *api.Call) (answer *api.Answer, err error) {
		err = e.Look(c.Context(), c, func(op *Op) error {
			answer, err = look(op)
			return err
		})
		return answer, err
	})
}

// Action adds a route that changes the resource named by {id} in the pattern: act
// gets the resource and the body, and what it leaves in the resource is saved.
func (e *Engine) Action(kind, pattern string, act func(op *Op, r *store.Resource, body store.Document) (*api.Answer, error)) {
	e.route(pattern, func(c *api.Call) (answer *api.Answer, err error) {
		body, err := c.Document()
		if err != nil {
			return nil, err
		}
		err = e.Change(c.Context(), c, func(op *Op) error {
			r, err := e.target(op, e.kinds[kind])
			if err != nil {
				return err
			}
			if answer, err = act(op, r, body); err != nil {
				return err
			}
			if err := op.Save(r); err != nil {
				return err
			}
			answer.With("Etag", r.Etag)
			return nil
		})
		return answer, err
	})
}

// target is the resource a call's path names, if it is the one the caller last saw.
func (e *Engine) target(op *Op, k *Kind) (*store.Resource, error) {
	id, err := op.Call.Param("id"), error(nil)
	if k.Named != nil {
		id, err = k.Named(op)
	}
	if err != nil {
		return nil, err
	}
	r, err := op.Load(k.Name, id)
	if err != nil {
		return nil, err
	}
	for field, value := range parents(k, op.Call) {
		if r.Doc.String(field) != value {
			return nil, api.NotFound(k.Title, r.ID)
		}
	}
	if match := op.Call.Request.Header.Get("If-Match"); match != "" && match != r.Etag {
		return nil, api.NoEtagMatch(r.ID)
	}
	return r, nil
}

// parents are the fields that stand in the path of the call's collection.
func parents(k *Kind, c *api.Call) map[string]string {
	out := map[string]string{}
	for _, part := range strings.Split(k.Paths[0], "/") {
		if field, ok := strings.CutPrefix(part, "{"); ok {
			field = strings.TrimSuffix(field, "}")
			out[field] = c.Param(field)
		}
	}
	return out
}

// Shown is how the API shows r.
func (op *Op) Shown(r *store.Resource) (store.Document, error) {
	if show := op.kinds[r.Kind].Show; show != nil {
		return show(op, r)
	}
	return r.Doc, nil
}
