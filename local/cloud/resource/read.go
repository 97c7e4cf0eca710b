package resource

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

func (e *Engine) get(k *Kind, c *api.Call) (answer *api.Answer, err error) {
	err = e.Look(c.Context(), c, func(op *Op) error {
		r, err := e.target(op, k)
		if err != nil {
			return err
		}
		answer, err = op.answer(k, r, "", false)
		return err
	})
	return answer, err
}

func (e *Engine) list(k *Kind, c *api.Call) (answer *api.Answer, err error) {
	query, limit, err := e.query(k, c)
	if err != nil {
		return nil, err
	}
	err = e.Look(c.Context(), c, func(op *Op) error {
		found, err := op.Find(query)
		if err != nil {
			return err
		}
		next := ""
		if len(found) > limit {
			found = found[:limit]
			next = pageToken(found[limit-1].Seq)
		}
		items := make([]store.Document, len(found))
		for i, r := range found {
			if items[i], err = op.Shown(r); err != nil {
				return err
			}
		}
		answer = api.OK(items)
		if k.Page != nil {
			answer.Body = k.Page(op, items)
		}
		if next != "" {
			answer.With("Opc-Next-Page", next)
		}
		return nil
	})
	return answer, err
}

// query reads a list's filters: any query parameter that is a field of the kind.
func (e *Engine) query(k *Kind, c *api.Call) (q store.Query, limit int, err error) {
	after, limit, err := Page(c)
	if err != nil {
		return q, 0, err
	}
	// One more than asked for says whether there is a next page.
	q = store.Query{Kind: k.Name, After: after, Limit: limit + 1, Equal: parents(k, c)}
	values := c.Request.URL.Query()
	if k.ListBy != "-" && values.Get(k.ListBy) == "" && len(q.Equal) == 0 {
		return q, 0, api.MissingParameter("listing of %ss: %s is required", k.Title, k.ListBy)
	}
	for name := range values {
		field := name
		if alias, ok := k.Aliases[name]; ok {
			field = alias
		}
		_, declared := k.shape.find(field)
		known := declared || field == "id" || field == "lifecycleState" || strings.HasPrefix(field, "$")
		if known && values.Get(name) != "" {
			q.Equal[field] = values.Get(name)
		}
	}
	if values.Get("compartmentIdInSubtree") == "true" && q.Equal["compartmentId"] == e.Tenancy {
		delete(q.Equal, "compartmentId")
	}
	return q, limit, nil
}

// Page reads limit and page; without a limit, a page has 100 items, and none has more
// than 1000.
func Page(c *api.Call) (after int64, limit int, err error) {
	limit = 100
	if text := c.Query("limit"); text != "" {
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > 1000 {
			return 0, 0, api.InvalidParameter("limit %q is not a number from 1 to 1000", text)
		}
	}
	if page := c.Query("page"); page != "" {
		data, err := base64.RawURLEncoding.DecodeString(page)
		if err == nil {
			err = json.Unmarshal(data, &after)
		}
		if err != nil {
			return 0, 0, api.InvalidParameter("page is not the opc-next-page of an earlier answer")
		}
	}
	return after, limit, nil
}

func pageToken(after int64) string {
	return base64.RawURLEncoding.EncodeToString(strconv.AppendInt(nil, after, 10))
}

// Paged answers one page of a list that is at hand.
func Paged(c *api.Call, items []store.Document) (*api.Answer, error) {
	after, limit, err := Page(c)
	if err != nil {
		return nil, err
	}
	if after < 0 || after > int64(len(items)) {
		after = int64(len(items))
	}
	rest := items[after:]
	if len(rest) <= limit {
		return api.OK(rest), nil
	}
	return api.OK(rest[:limit]).With("Opc-Next-Page", pageToken(after+int64(limit))), nil
}
