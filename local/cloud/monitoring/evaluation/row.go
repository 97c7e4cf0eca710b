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
