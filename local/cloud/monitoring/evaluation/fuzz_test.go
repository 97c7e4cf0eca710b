package evaluation

import (
	"testing"

	"github.com/cxbridge/cxbridge/shared/mql"
)

// FuzzAt wants of every query that is read: results with finite values, each set of dimensions once and in order.
func FuzzAt(f *testing.F) {
	for _, text := range []string{
		`m[5m].sum() > 0`, `m[5m]{host =~ "a*|b"}.groupBy(pool).percentile(0.9) in (1, 2)`, `m[1m].absent(5m) || m[5m].rate() < 0`,
		`100 * m[5m].sum() / m[1m].grouping().count() % 3 != 2`, `(m[5m].max() > 1 && m[6m].last() > 1).grouping().sum()`,
		`m[5m].groupBy(pool).sum() && m[5m]{pool = "x"}.groupBy(pool).sum() || m[5m].groupBy(host).sum() + m[5m].grouping().sum()`,
		`m[1h].increment() + (m[5m].min() - 1e308) * 1e10`, `m[1d]{host !~ "(", pool != "x"}.first().groupBy(host).avg()`,
	} {
		f.Add(text)
	}
	source := memory{"m": append(append([]Stream{}, counted["m"]...), fleet["m"]...)}
	f.Fuzz(func(t *testing.T, text string) {
		query, err := mql.Parse(text)
		if err != nil {
			return
		}
		last := ""
		for i, result := range At(query, source, noon) {
			key := keyOf(result.Dimensions)
			if i > 0 && key <= last {
				t.Errorf("%s: {%s} comes after {%s}", text, dimensions(result.Dimensions), last)
			}
			if last = key; !finite(result.Value) {
				t.Errorf("%s: {%s} has the value %v", text, dimensions(result.Dimensions), result.Value)
			}
		}
	})
}
