package evaluation

import (
	"maps"
	"slices"
	"strings"
)

// row is a value of one stream or group. Its key says its dimensions in one text, by which rows are compared and sorted.
type row struct {
	dimensions map[string]string
	key        string
	value      float64
	holds      bool // of a query: it is true; of a value it says nothing
}

func newRow(dimensions map[string]string, value float64) row {
	return row{dimensions: dimensions, key: keyOf(dimensions), value: value}
}

// keyOf separates names and values by bytes that neither may hold.
func keyOf(dimensions map[string]string) string {
	var key strings.Builder
	for _, name := range slices.Sorted(maps.Keys(dimensions)) {
		key.WriteString(name)
		key.WriteByte(0)
		key.WriteString(dimensions[name])
		key.WriteByte(1)
	}
	return key.String()
}

func sorted(rows []row) []row {
	slices.SortFunc(rows, func(a, b row) int { return strings.Compare(a.key, b.key) })
	return rows
}

// table finds the rows that belong together with another one.
type table struct {
	rows  []row
	exact map[string]int
}

func newTable(rows []row) table {
	t := table{rows: rows, exact: make(map[string]int, len(rows))}
	for i, row := range rows {
		t.exact[row.key] = i
	}
	return t
}

// matches are the places of the row with the same dimensions, or else of all rows whose dimensions include the row's or
// are included in them. So a number, which has no dimensions, and what grouping() leaves go with every row.
func (t table) matches(one row) []int {
	if at, ok := t.exact[one.key]; ok {
		return []int{at}
	}
	var places []int
	for i, other := range t.rows {
		if includes(one.dimensions, other.dimensions) || includes(other.dimensions, one.dimensions) {
			places = append(places, i)
		}
	}
	return places
}

func includes(dimensions, others map[string]string) bool {
	for name, value := range others {
		if own, ok := dimensions[name]; !ok || own != value {
			return false
		}
	}
	return true
}

// combine gives a row with the dimensions of the one that has more of them.
func combine(left, right row, value float64) row {
	if len(right.dimensions) > len(left.dimensions) {
		left = right
	}
	return row{dimensions: left.dimensions, key: left.key, value: value}
}
