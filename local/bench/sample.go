package main

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// processors is what testing appends to a benchmark's name unless it is 1.
var processors = regexp.MustCompile(`-[0-9]+$`)

// samples are what benchmarks reported, each time they ran.
type samples map[key][]float64

// read takes what a line of go test reports, if it is a benchmark's result (Go's benchmark data format), and says whether it
// is. Names are kept without Benchmark and without the number of processors.
func (s samples) read(line string) (benchmark string, ok bool) {
	fields := strings.Fields(line)
	if len(fields) < 4 || len(fields)%2 != 0 {
		return "", false
	}
	benchmark, ok = strings.CutPrefix(fields[0], "Benchmark")
	if benchmark = processors.ReplaceAllString(benchmark, ""); !ok || benchmark == "" {
		return "", false
	}
	if _, err := strconv.ParseUint(fields[1], 10, 64); err != nil {
		return "", false
	}
	values := map[key]float64{}
	for i := 2; i < len(fields); i += 2 {
		value, err := strconv.ParseFloat(fields[i], 64)
		if err != nil || math.IsNaN(value) || math.IsInf(value, 0) {
			return "", false
		}
		values[key{benchmark, fields[i+1]}] = value
	}
	for k, value := range values {
		s[k] = append(s[k], value)
	}
	return benchmark, true
}

// median is the middle one, or the mean of the two in the middle; there must be one.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}
