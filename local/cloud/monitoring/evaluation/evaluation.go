package evaluation

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/cxbridge/cxbridge/shared/mql"
)

// Point is one datapoint as it was posted.
type Point struct {
	Time  time.Time
	Value float64
	Count int // how often the value occurred; less than 1 means 1 (Datapoint of the API)
}

// Stream is a metric's datapoints with one set of dimensions, in ascending order of time.
type Stream struct {
	Dimensions map[string]string
	Points     []Point
}

// Source holds the datapoints of one namespace, resource group and compartment.
type Source interface {
	// Streams gives a metric's datapoints with from <= time < to; a stream without one is left out.
	Streams(metric string, from, to time.Time) []Stream
	// Has says whether any stream of a metric has a dimension, whenever its datapoints were.
	Has(metric, dimension string) bool
}

// Result is what a query makes of one stream or group at one time.
type Result struct {
	Dimensions map[string]string
	Value      float64 // what the predicate compares; of joined queries the first one's, or the first true one's after ||
	True       bool    // the predicate holds; without one, the value is not zero
}

// At evaluates a query over the window of its interval that ends at end. Results are in the order of their dimensions;
// a stream without a datapoint in the window gives none.
func At(query *mql.Query, source Source, end time.Time) []Result {
	rows := evaluator{source: source, end: end}.query(query)
	results := make([]Result, len(rows))
	for i, row := range rows {
		results[i] = Result{Dimensions: row.dimensions, Value: row.value, True: row.holds}
	}
	return results
}

// maxWindows is how many windows Series evaluates at most: the 90 days of an interval of five minutes or more, which is
// also more than the 7 days at one minute (MQL Reference, Maximum time range returned for a query).
const maxWindows = 90 * 24 * 12

// Series evaluates a query at each multiple of resolution with from <= time < to, and gives for each stream or group the
// values at these times. A predicate and a join keep the times at which they are true, with the value 1 (Specifying a
// Predicate in a Query). It fails if the resolution is not a positive duration, or too fine for the range.
func Series(query *mql.Query, source Source, from, to time.Time, resolution time.Duration) ([]Stream, error) {
	if resolution <= 0 {
		return nil, fmt.Errorf("evaluate %s: resolution %v: it must be positive", query, resolution)
	}
	if windows := to.Sub(from) / resolution; windows > maxWindows {
		return nil, fmt.Errorf("evaluate %s: %d datapoints at a resolution of %v: take a coarser one or a shorter range, at most %d",
			query, windows, resolution, maxWindows)
	}
	at := from.Truncate(resolution)
	if at.Before(from) {
		at = at.Add(resolution)
	}
	series := map[string]*Stream{}
	for ; at.Before(to); at = at.Add(resolution) {
		for _, row := range (evaluator{source: source, end: at}).values(query) {
			if series[row.key] == nil {
				series[row.key] = &Stream{Dimensions: row.dimensions}
			}
			series[row.key].Points = append(series[row.key].Points, Point{Time: at, Value: row.value, Count: 1})
		}
	}
	streams := make([]Stream, 0, len(series))
	for _, key := range slices.Sorted(maps.Keys(series)) {
		streams = append(streams, *series[key])
	}
	return streams, nil
}
