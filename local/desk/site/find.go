package site

import (
	"errors"
	"strings"

	"github.com/cxbridge/cxbridge/local/desk/problem"
	"github.com/cxbridge/cxbridge/local/desk/roql"
	"github.com/cxbridge/cxbridge/local/desk/store"
)

// Query is an object query.
type Query struct {
	Condition     string // ROQL; empty for all records
	Order         string // createdTime:desc,id
	Limit, Offset int
}

// Page is the records that a query found.
type Page struct {
	Records []*store.Record
	Total   int
	HasMore bool
}

// Find answers an object query.
func (s *Site) Find(collection string, q Query) (*Page, error) {
	var condition *roql.Expression
	if strings.TrimSpace(q.Condition) != "" {
		parsed, err := s.dialect().ParseExpression(q.Condition)
		if err != nil {
			return nil, problem.New(problem.Query, "q: %v", err)
		}
		condition = parsed
	}
	order, err := parseOrder(q.Order)
	if err != nil {
		return nil, err
	}
	page := &Page{}
	err = s.Store.View(func(tx *store.Tx) error {
		view := s.view(tx, collection)
		found, err := s.matching().Filter(condition, order, s.Fidelity.RepeatedItems, view.resolve, view.documents)
		if err != nil {
			return err
		}
		page.Total = len(found)
		first := min(q.Offset, len(found))
		last := first + min(q.Limit, len(found)-first)
		page.HasMore = last < len(found)
		for _, document := range found[first:last] {
			record, _ := tx.Get(collection, document["id"].(int64))
			page.Records = append(page.Records, record)
		}
		return nil
	})
	return page, err
}

// parseOrder reads orderBy: paths, each with :asc or :desc, separated by commas.
func parseOrder(text string) ([]*roql.Order, error) {
	if text == "" {
		return nil, nil
	}
	var order []*roql.Order
	for key := range strings.SplitSeq(text, ",") {
		path, direction, _ := strings.Cut(strings.TrimSpace(key), ":")
		switch strings.ToLower(direction) {
		case "", "asc", "desc":
			order = append(order, &roql.Order{Path: roql.Path(path), Descending: strings.EqualFold(direction, "desc")})
		default:
			return nil, problem.New(problem.Query, "orderBy: %.40q is neither asc nor desc", direction)
		}
	}
	return order, nil
}

// view is a collection as a query sees it.
type view struct {
	site       *Site
	tx         *store.Tx
	collection string
	joined     bool // a path leads from the incidents into their contacts
}

func (s *Site) view(tx *store.Tx, collection string) *view {
	return &view{site: s, tx: tx, collection: collection}
}

func (v *view) resolve(path roql.Path) (roql.Names, error) {
	names, crosses, err := v.site.resolve(v.site.schemas[v.collection], path)
	v.joined = v.joined || crosses
	return names, err
}

// documents yields the records' documents, with their contact in the place of
// the reference to it if the query needs that.
func (v *view) documents(yield func(map[string]any) bool) {
	for record := range v.tx.All(v.collection) {
		document := record.Document
		if v.joined {
			document = v.join(document)
		}
		if !yield(document) {
			return
		}
	}
}

func (v *view) join(incident map[string]any) map[string]any {
	joined := make(map[string]any, len(incident))
	for name, value := range incident {
		joined[name] = value
	}
	if contact, ok := v.tx.Get(Contacts, contactOf(incident)); ok {
		joined["primaryContact"] = contact.Document
	}
	return joined
}

// MaxRows is the most rows that a tabular query answers from the operational
// database (Connect REST API: ROQL tabular queries).
const MaxRows = 20_000

// Table is the answer to one statement of a tabular query.
type Table struct {
	Name string
	roql.Table
}

// Tables answers a tabular query of one or more statements.
func (s *Site) Tables(script string) ([]Table, error) {
	parsed, err := s.dialect().ParseScript(script)
	if errors.Is(err, roql.ErrNotSimulated) {
		return nil, problem.NotSimulated("%v", err)
	}
	if err != nil {
		return nil, problem.New(problem.Query, "query: %v", err)
	}
	var tables []Table
	err = s.Store.View(func(tx *store.Tx) error {
		for _, statement := range parsed.Statements {
			collection, err := s.collection(statement.From)
			if err != nil {
				return err
			}
			view := s.view(tx, collection)
			table, err := s.matching().Select(statement, view.resolve, view.documents, MaxRows)
			if err != nil {
				return err
			}
			tables = append(tables, Table{Name: collection, Table: *table})
		}
		return nil
	})
	return tables, err
}

// collection is the one that FROM names, as contacts or as Contact, in any case.
func (s *Site) collection(name string) (string, error) {
	for collection, schema := range s.schemas {
		if strings.EqualFold(name, collection) || strings.EqualFold(name, schema.Type) {
			return collection, nil
		}
	}
	return "", problem.NotSimulated("ROQL table %.80q; there are %s and %s", name, Contacts, Incidents)
}
