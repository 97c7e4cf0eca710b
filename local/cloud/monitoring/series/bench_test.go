package series

import (
	"fmt"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/monitoring/evaluation"
)

// A service reports every call while it serves it: that must cost next to nothing,
// however busy the minute is.
func BenchmarkAdd(b *testing.B) {
	for _, different := range []int{1, 300} {
		b.Run(fmt.Sprintf("values=%d", different), func(b *testing.B) {
			var s Store
			for i := range b.N {
				at := noon.Add(time.Duration(i/50_000) * time.Minute)
				s.Add(at, named("A", true), evaluation.Point{Time: at, Value: float64(i % different), Count: 1})
			}
		})
	}
}
