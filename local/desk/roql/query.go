package roql

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
)

// Resolver turns a path as it was written into the names to follow in a
// document, or says that there is no such path.
type Resolver func(Path) (Names, error)

// Table is the answer to one statement. A cell is nil where nothing was found.
type Table struct {
	Columns []string
	Rows    [][]*string
}

// Documents is what a query looks through.
type Documents = iter.Seq[map[string]any]

// plan has the names for every path of a query.
type plan struct {
	matching Matching
	names    map[Path]Names
	all      []Names
}

func (m Matching) plan(resolve Resolver, paths ...Path) (*plan, error) {
	p := &plan{matching: m, names: map[Path]Names{}}
	for _, path := range paths {
		names, err := resolve(path)
		if err != nil {
			return nil, err
		}
		p.names[path] = names
		p.all = append(p.all, names)
	}
	return p, nil
}

func (p *plan) value(row Row) func(Path) any {
	return func(path Path) any { return row.Value(p.names[path]) }
}

// rows yields the rows of all documents for which where is true.
func (p *plan) rows(documents Documents, where *Expression) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		for document := range documents {
			for row := range Rows(document, p.all) {
				if (where == nil || p.matching.Matches(where, p.value(row))) && !yield(row) {
					return
				}
			}
		}
	}
}

// sort orders rows by the keys; rows that are equal in all of them keep their
// order. What has no value comes first, as in the site's database.
func (p *plan) sort(rows []Row, keys []*Order) {
	if len(keys) == 0 {
		return
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		for _, key := range keys {
			order := p.compare(p.value(a)(key.Path), p.value(b)(key.Path))
			if key.Descending {
				order = -order
			}
			if order != 0 {
				return order
			}
		}
		return 0
	})
}

func (p *plan) compare(a, b any) int {
	if a == nil || b == nil {
		return cmp.Compare(rank(a), rank(b))
	}
	return p.matching.compare(a, b)
}

func rank(v any) int {
	if v == nil {
		return 0
	}
	return 1
}

// Select answers one statement with at most max rows.
func (m Matching) Select(s *Statement, resolve Resolver, documents Documents, max int) (*Table, error) {
	p, err := m.plan(resolve, s.paths()...)
	if err != nil {
		return nil, err
	}
	rows := slices.Collect(p.rows(documents, s.Where))
	p.sort(rows, s.Order)

	table := &Table{Rows: [][]*string{}}
	for _, column := range s.Columns {
		table.Columns = append(table.Columns, string(column))
	}
	skip := valueOr(s.Offset, 0)
	max = min(max, valueOr(s.Limit, max))
	seen := map[string]bool{}
	for _, row := range rows {
		cells, key := p.cells(row, s.Columns)
		if s.Distinct && seen[key] {
			continue
		}
		seen[key] = true
		if skip--; skip >= 0 {
			continue
		}
		if len(table.Rows) >= max {
			break
		}
		table.Rows = append(table.Rows, cells)
	}
	return table, nil
}

// cells are the row's values as text, and a key that is equal for equal cells.
func (p *plan) cells(row Row, columns []Path) (cells []*string, key string) {
	for _, column := range columns {
		value := p.value(row)(column)
		if value == nil {
			cells = append(cells, nil)
			key += "-"
			continue
		}
		text := textOf(value)
		cells = append(cells, &text)
		key += strconv.Quote(text)
	}
	return cells, key
}

// Filter answers an object query: the documents that match, in order. One that
// matches in several rows comes once, or once for each if repeat is set.
func (m Matching) Filter(where *Expression, order []*Order, repeat bool, resolve Resolver, documents Documents) ([]map[string]any, error) {
	p, err := m.plan(resolve, append(where.paths(), orderPaths(order)...)...)
	if err != nil {
		return nil, err
	}
	rows := slices.Collect(p.rows(documents, where))
	p.sort(rows, order)

	found := []map[string]any{}
	seen := map[any]bool{}
	for _, row := range rows {
		id := row.document["id"]
		if !seen[id] || repeat {
			found = append(found, row.document)
		}
		seen[id] = true
	}
	return found, nil
}

func valueOr(limit *int, otherwise int) int {
	if limit == nil {
		return otherwise
	}
	return *limit
}

func (s *Statement) paths() []Path {
	return slices.Concat(s.Columns, s.Where.paths(), orderPaths(s.Order))
}

func orderPaths(order []*Order) []Path {
	var paths []Path
	for _, key := range order {
		paths = append(paths, key.Path)
	}
	return paths
}

// paths are those that the expression mentions; none for no expression.
func (e *Expression) paths() []Path {
	if e == nil {
		return nil
	}
	var paths []Path
	for _, conjunction := range e.Any {
		for _, term := range conjunction.All {
			paths = append(paths, term.paths()...)
		}
	}
	return paths
}

func (t *Term) paths() []Path {
	switch {
	case t.Not != nil:
		return t.Not.paths()
	case t.Group != nil:
		return t.Group.paths()
	}
	return []Path{t.Comparison.Path}
}
