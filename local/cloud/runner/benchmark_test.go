package runner

import (
	"strconv"
	"testing"
)

// The runner's share of a warm call: `go test -bench . ./local/cloud/runner`.
func BenchmarkWarmCall(b *testing.B) {
	bench := newBench(b)
	f := function()
	bench.must(b, f, "hello")
	for b.Loop() {
		bench.must(b, f, "hello")
	}
}

// From no process to the first answer, image unpacked.
func BenchmarkColdStart(b *testing.B) {
	bench := newBench(b)
	f := function()
	bench.must(b, f, "hello")
	for n := 0; b.Loop(); n++ {
		f.Config = map[string]string{"n": strconv.Itoa(n)} // a changed function starts anew
		bench.must(b, f, "hello")
	}
}
