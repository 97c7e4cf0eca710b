package evaluation

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/cxbridge/cxbridge/shared/mql"
)

// statistic gives a group's value over the datapoints from start on; ok is false if there are none to take it of. A
// value counts as often as it occurred, so that mean is sum divided by count (MQL Reference, Statistic).
func statistic(s *mql.Statistic, streams [][]Point, start time.Time) (value float64, ok bool) {
	switch s.Name {
	case "absent":
		return absent(streams, start), true
	case "increment":
		return change(streams, start, func(from, to Point) float64 { return to.Value - from.Value })
	case "rate":
		return change(streams, start, func(from, to Point) float64 {
			return (to.Value - from.Value) / to.Time.Sub(from.Time).Seconds()
		})
	}
	points := pooled(streams, start)
	if len(points) == 0 {
		return 0, false
	}
	if s.Name == "percentile" {
		return percentile(points, s.Percentile.Value()), true
	}
	return simple[s.Name](points), true
}

// simple are the statistics of a group's pooled datapoints, of which there is at least one.
var simple = map[string]func([]Point) float64{
	"avg":   func(points []Point) float64 { return sum(points) / count(points) },
	"mean":  func(points []Point) float64 { return sum(points) / count(points) },
	"count": count,
	"sum":   sum,
	"min":   func(points []Point) float64 { return slices.MinFunc(points, byValue).Value },
	"max":   func(points []Point) float64 { return slices.MaxFunc(points, byValue).Value },
	"first": func(points []Point) float64 { return slices.MinFunc(points, byTime).Value },
	"last":  func(points []Point) float64 { return slices.MaxFunc(points, byTime).Value },
}

func byValue(a, b Point) int { return cmp.Compare(a.Value, b.Value) }

func byTime(a, b Point) int { return a.Time.Compare(b.Time) }

func pooled(streams [][]Point, start time.Time) []Point {
	var points []Point
	for _, stream := range streams {
		points = append(points, stream[before(stream, start):]...)
	}
	return points
}

// before counts a stream's datapoints before start.
func before(points []Point, start time.Time) int {
	at, _ := slices.BinarySearchFunc(points, start, func(p Point, t time.Time) int { return p.Time.Compare(t) })
	return at
}

func (p Point) count() float64 { return float64(max(p.Count, 1)) }

func count(points []Point) float64 {
	total := 0.0
	for _, point := range points {
		total += point.count()
	}
	return total
}

func sum(points []Point) float64 {
	total := 0.0
	for _, point := range points {
		total += point.Value * point.count()
	}
	return total
}

// percentile is the nearest rank: the smallest value that at least this part of all is not above. Monitoring estimates it
// in a way that is not documented. What is taken off the rank is far above a product's rounding error.
func percentile(points []Point, part float64) float64 {
	slices.SortFunc(points, byValue)
	rank := math.Ceil(part*count(points) - 1e-9)
	seen := 0.0
	for _, point := range points {
		if seen += point.count(); seen >= rank {
			return point.Value
		}
	}
	return points[len(points)-1].Value
}

// change adds up what has changed in each stream since its last datapoint before the window, or, if there is none, since
// its first in it; a stream whose only datapoint this is has not changed by any known amount. That the previous
// interval's value is the one to compare with, and that a group's changes add up, is assumed: "per-interval change" and
// "per-interval average rate of change, per-second" is all that is documented (MQL Reference, Statistic).
func change(streams [][]Point, start time.Time, between func(from, to Point) float64) (total float64, ok bool) {
	for _, points := range streams {
		from := max(before(points, start)-1, 0)
		to := len(points) - 1
		if points[to].Time.Before(start) || !points[to].Time.After(points[from].Time) {
			continue
		}
		total += between(points[from], points[to])
		ok = true
	}
	return total, ok
}

// absent is 1 if no stream has a datapoint from start on, otherwise 0. A group whose streams have all been silent for
// longer than the detection period is not known any more and gives no value: the streams reach back no further (Creating
// an Absence Alarm). So nothing is absent that has never been there.
func absent(streams [][]Point, start time.Time) float64 {
	for _, points := range streams {
		if before(points, start) < len(points) {
			return 0
		}
	}
	return 1
}
