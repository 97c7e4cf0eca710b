package evaluation

import (
	"slices"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/shared/mql"
)

// group is the streams that become one row.
type group struct {
	dimensions map[string]string
	streams    []keyed
}

// keyed is a stream's datapoints and the key of its dimensions.
type keyed struct {
	key    string
	points []Point
}

// aggregate combines streams as the step says and takes its statistic of the datapoints from start on.
func aggregate(streams []Stream, step *mql.Step, start time.Time) []row {
	var rows []row
	for key, group := range groups(streams, step.Grouping) {
		if value, ok := statistic(step.Statistic, group.ordered(), start); ok && finite(value) {
			rows = append(rows, row{dimensions: group.dimensions, key: key, value: value})
		}
	}
	return sorted(rows)
}

// again takes a further statistic, of the values that an earlier one or a nested query left.
func again(rows []row, step *mql.Step) []row {
	streams := make([]Stream, len(rows))
	for i, row := range rows {
		streams[i] = Stream{Dimensions: row.dimensions, Points: []Point{{Value: row.value}}}
	}
	return aggregate(streams, step, time.Time{})
}

// groups are known by the key of the dimensions that they keep.
func groups(streams []Stream, by *mql.Grouping) map[string]*group {
	known := map[string]*group{}
	for _, stream := range streams {
		dimensions := grouped(stream.Dimensions, by)
		key := keyOf(dimensions)
		if known[key] == nil {
			known[key] = &group{dimensions: dimensions}
		}
		known[key].streams = append(known[key].streams, keyed{keyOf(stream.Dimensions), stream.Points})
	}
	return known
}

// ordered gives the streams in the order of their dimensions, so that nothing depends on the order of the source: not
// the rounding of a sum, nor which of two datapoints of the same time is the first.
func (g *group) ordered() [][]Point {
	slices.SortFunc(g.streams, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	points := make([][]Point, len(g.streams))
	for i, stream := range g.streams {
		points[i] = stream.points
	}
	return points
}

// grouped leaves the dimensions that a group is known by. Streams without one of them are a group of their own, which
// does not have it either.
func grouped(dimensions map[string]string, by *mql.Grouping) map[string]string {
	switch {
	case by == nil:
		return dimensions
	case by.All:
		return map[string]string{}
	}
	kept := map[string]string{}
	for _, name := range by.By {
		if value, has := dimensions[name]; has {
			kept[name] = value
		}
	}
	return kept
}
