package nosql

import (
	"slices"

	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// choice is a query whose names and values are known to fit its table.
type choice struct {
	columns       []string // none: all
	tests         []test
	order         []sorting
	limit, offset int // limit -1: none
}

type test struct {
	column string
	holds  func(order int) bool
	value  any
}

type sorting struct {
	column     string
	descending bool
}

var operators = map[string]func(order int) bool{
	"=": func(o int) bool { return o == 0 }, "!=": func(o int) bool { return o != 0 },
	"<": func(o int) bool { return o < 0 }, "<=": func(o int) bool { return o <= 0 },
	">": func(o int) bool { return o > 0 }, ">=": func(o int) bool { return o >= 0 },
}

// from selects from rows.
func (c *choice) from(rows []store.Document) []store.Document {
	rows = slices.DeleteFunc(slices.Clone(rows), func(row store.Document) bool { return !c.matches(row) })
	if len(c.order) > 0 {
		slices.SortStableFunc(rows, c.compare)
	}
	rows = rows[min(c.offset, len(rows)):]
	if c.limit >= 0 {
		rows = rows[:min(c.limit, len(rows))]
	}
	out := make([]store.Document, len(rows))
	for i, row := range rows {
		out[i] = c.project(row)
	}
	return out
}

// matches tells whether all tests hold; none does of null.
func (c *choice) matches(row store.Document) bool {
	return !slices.ContainsFunc(c.tests, func(t test) bool {
		value := row[t.column]
		return value == nil || !t.holds(compare(value, t.value))
	})
}

func (c *choice) compare(a, b store.Document) int {
	for _, s := range c.order {
		if order := compare(a[s.column], b[s.column]); order != 0 {
			if s.descending {
				return -order
			}
			return order
		}
	}
	return 0
}

func (c *choice) project(row store.Document) store.Document {
	if c.columns == nil {
		return row
	}
	out := store.Document{}
	for _, name := range c.columns {
		out[name] = row[name]
	}
	return out
}
