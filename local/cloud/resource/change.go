package resource

import (
	"maps"
	"net/http"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

func (e *Engine) update(k *Kind, c *api.Call) (answer *api.Answer, err error) {
	doc, err := c.Document()
	if err != nil {
		return nil, err
	}
	if err := k.checker.body(k.Title, k.shape, doc, true); err != nil {
		return nil, err
	}
	err = e.Change(c.Context(), c, func(op *Op) error {
		r, err := e.target(op, k)
		if err != nil {
			return err
		}
		before := *r
		before.Doc = r.Doc.Clone()
		maps.Copy(r.Doc, doc)
		if err := op.checkRefs(k, r.Doc); err != nil {
			return err
		}
		if k.Update != nil {
			if err := k.Update(op, &before, r); err != nil {
				return err
			}
		}
		if err := op.Save(r); err != nil {
			return err
		}
		work, err := op.work(k, r, "UPDATE")
		if err != nil {
			return err
		}
		answer, err = op.answer(k, r, work, k.Work != nil && k.Silent)
		return err
	})
	return answer, err
}

func (e *Engine) remove(k *Kind, c *api.Call) (answer *api.Answer, err error) {
	answer = &api.Answer{}
	err = e.Change(c.Context(), c, func(op *Op) error {
		r, err := e.target(op, k)
		if err != nil {
			return err
		}
		if err := op.Remove(r); err != nil {
			return err
		}
		work, err := op.work(k, r, "DELETE")
		if work != "" {
			answer.With("Opc-Work-Request-Id", work)
		}
		if work != "" && k.Work.Accepted {
			answer.Status = http.StatusAccepted
		}
		return err
	})
	return answer, err
}

// Remove deletes r unless something that blocks it refers to it.
func (op *Op) Remove(r *store.Resource) error {
	k := op.kinds[r.Kind]
	if k.Delete != nil {
		if err := k.Delete(op, r); err != nil {
			return err
		}
	}
	referrers, err := op.Referrers(r.ID)
	if err != nil {
		return err
	}
	for _, by := range referrers {
		ref, _ := op.kinds[by.Kind].ref(by.Field)
		if !ref.Blocks {
			continue
		}
		gone, err := op.gone(by)
		if err != nil {
			return err
		}
		if gone {
			continue
		}
		if k.InUse != nil {
			return k.InUse(r, by)
		}
		return api.Conflict("The %s %s cannot be deleted: the %s %s uses it (%s). Delete or change that first.",
			k.Title, r.ID, op.kinds[by.Kind].Title, by.ID, by.Field)
	}
	if err := op.linger(r); err != nil {
		return err
	}
	return op.Delete(r.ID)
}
