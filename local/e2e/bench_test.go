//go:build engine

package e2e

import (
	"testing"
	"time"
)

// BenchmarkStack is what a person waits for at the stack, with everything built: a preview that changes nothing, the stack
// from nothing (up-s) and back (destroy-s); and what each image comes to in the registry (pushed-MB). The bounds of the
// benchmarks here stand in local/bench.
func BenchmarkStack(b *testing.B) {
	s := newStack(b, repository(b))
	s.up()
	b.Run("preview", func(b *testing.B) {
		part := s.within(b)
		part.must("preview")
		for b.Loop() {
			part.must("preview")
		}
	})
	for _, image := range s.images() {
		b.Run("image/"+image.function, func(b *testing.B) {
			for b.Loop() { // its size is the same each time
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(image.size)/1e6, "pushed-MB")
		})
	}
	s.must("destroy", "--yes", "--skip-preview")
	b.Run("life", func(b *testing.B) { s.within(b).benchmarkLife(b) })
}

// within is the stack for a part of its test or benchmark.
func (s *stack) within(t testing.TB) *stack {
	part := *s
	part.t = t
	return &part
}

func (s *stack) benchmarkLife(b *testing.B) {
	var up, destroy time.Duration
	for b.Loop() {
		began := time.Now()
		s.must("up", "--yes", "--skip-preview")
		up += time.Since(began)
		began = time.Now()
		s.must("destroy", "--yes", "--skip-preview")
		destroy += time.Since(began)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(up.Seconds()/float64(b.N), "up-s")
	b.ReportMetric(destroy.Seconds()/float64(b.N), "destroy-s")
}
