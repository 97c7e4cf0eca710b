package evaluation

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/cxbridge/cxbridge/shared/mql"
)

// BenchmarkAt evaluates one minute of an alarm over a thousand streams of some ten datapoints each.
func BenchmarkAt(b *testing.B) {
	source := random(rand.New(rand.NewPCG(1, 1)), 1000)
	for _, text := range []string{
		`m[5m].sum() > 0`,
		`m[5m]{pool =~ "p1|p2"}.groupBy(pool).percentile(0.9) > 0`,
		`100 * m[5m].sum() / m[5m].grouping().sum() > 1`,
		`m[5m].max() > 1 && m[5m].rate() < 0`,
	} {
		query := must(mql.Parse(text))
		b.Run(fmt.Sprintf("%.30s", text), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				At(query, source, noon)
			}
		})
	}
}
