package logging

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Query selects log entries. What is empty does not matter.
type Query struct {
	Logs, LogGroups []string
	From, To        time.Time
	Newest          bool
	Limit           int
}

// Logs reads entries, all that was written before included.
func (p *Plane) Logs(ctx context.Context, q Query) (entries []store.LogEntry, err error) {
	p.Flush()
	err = p.engine.Store.View(ctx, func(tx *store.Tx) error {
		entries, err = tx.Logs(store.LogQuery(q))
		return err
	})
	return entries, err
}

// registerSearch adds Logging Search, as far as it names logs and an order. Other
// operators of its query language are not simulated.
func (p *Plane) registerSearch() {
	body := resource.NewBody("search", "timeStart! timeEnd! searchQuery! isReturnFieldInfo:bool", nil)
	p.engine.Server.Handle(api.Route{Pattern: "POST /20190909/search", Handler: func(c *api.Call) (*api.Answer, error) {
		doc, err := c.Document()
		if err != nil {
			return nil, err
		}
		if err := body.Check(doc); err != nil {
			return nil, err
		}
		q, err := parseQuery(doc.String("searchQuery"))
		if err != nil {
			return nil, err
		}
		if q, err = p.resolve(c, q, doc); err != nil {
			return nil, err
		}
		entries, err := p.Logs(c.Context(), q.Query)
		if err != nil {
			return nil, err
		}
		results := make([]any, len(entries))
		for i, e := range entries {
			results[i] = map[string]any{"data": map[string]any{"datetime": e.Time.UnixMilli(), "logContent": e.Doc}}
		}
		return api.OK(map[string]any{"results": results, "fields": []any{}, "summary": map[string]any{"resultCount": len(results), "fieldCount": 0}}), nil
	}})
}

// parsed is a search query: its order, and the places it names.
type parsed struct {
	Query
	places [][]string // compartment, or compartment/group, or compartment/group/log
}

var (
	searchForm = regexp.MustCompile(`^\s*search\s+("[^"]+"(?:\s*,\s*"[^"]+")*)\s*(?:\|\s*sort\s+by\s+datetime\s*(asc|desc)?\s*)?$`)
	placeForm  = regexp.MustCompile(`"([^"]+)"`)
)

func parseQuery(text string) (parsed, error) {
	m := searchForm.FindStringSubmatch(text)
	if m == nil {
		return parsed{}, api.NotSimulated(`the search query %q; it knows: search "compartment/group/log", … | sort by datetime desc`, text)
	}
	q := parsed{Query: Query{Newest: m[2] == "desc"}}
	for _, place := range placeForm.FindAllStringSubmatch(m[1], -1) {
		q.places = append(q.places, strings.Split(place[1], "/"))
	}
	return q, nil
}

// resolve finds the logs that the query's places mean.
func (p *Plane) resolve(c *api.Call, q parsed, doc store.Document) (parsed, error) {
	for key, into := range map[string]*time.Time{"timeStart": &q.From, "timeEnd": &q.To} {
		at, err := time.Parse(time.RFC3339, doc.String(key))
		if err != nil {
			return q, api.InvalidParameter("search: %s is not a time", key)
		}
		*into = at
	}
	_, limit, err := resource.Page(c)
	if err != nil {
		return q, err
	}
	q.Limit = limit
	q.Logs = []string{"none"} // no log named means none, not all
	err = p.engine.Look(c.Context(), c, func(op *resource.Op) error {
		logs, err := op.Find(store.Query{Kind: "log"})
		for _, r := range logs {
			if q.includes(r) {
				q.Logs = append(q.Logs, r.ID)
			}
		}
		return err
	})
	if err != nil {
		return q, fmt.Errorf("searching logs: %w", err)
	}
	return q, nil
}

func (q parsed) includes(log *store.Resource) bool {
	actual := []string{log.Compartment, log.Doc.String("logGroupId"), log.ID}
	for _, place := range q.places {
		fits := len(place) <= len(actual)
		for i, part := range place {
			fits = fits && part == actual[i]
		}
		if fits {
			return true
		}
	}
	return false
}
