package evaluation

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/shared/mql"
)

// selection takes the first statistic of a metric's streams, over the window that ends now.
func (e evaluator) selection(s *mql.Selection, step *mql.Step) []row {
	interval := s.Interval.Length()
	start := e.end.Add(-interval)
	streams := e.source.Streams(s.Metric, start.Add(-reach(step.Statistic, interval)), e.end)
	return aggregate(selected(streams, s.Dimensions), step, start)
}

// reach is how far a statistic looks back beyond the window: to the value that a change started from, or for streams
// that have stopped.
func reach(s *mql.Statistic, interval time.Duration) time.Duration {
	switch s.Name {
	case "rate", "increment":
		return interval
	case "absent":
		return s.Detection()
	default:
		return 0
	}
}

// selected keeps the streams that meet every condition. One on a dimension that no stream has filters nothing (Selecting
// Dimensions for a Query): a misspelt name selects everything.
func selected(streams []Stream, conditions []*mql.Dimension) []Stream {
	for _, condition := range conditions {
		exists := slices.ContainsFunc(streams, func(s Stream) bool {
			_, has := s.Dimensions[condition.Name]
			return has
		})
		if exists {
			streams = filter(streams, condition.Name, meets(condition))
		}
	}
	return streams
}

func filter(streams []Stream, dimension string, meets func(value string, has bool) bool) []Stream {
	var kept []Stream
	for _, stream := range streams {
		if value, has := stream.Dimensions[dimension]; meets(value, has) {
			kept = append(kept, stream)
		}
	}
	return kept
}

// meets gives the test of one condition. A stream without the dimension has no value that could be excluded.
func meets(d *mql.Dimension) func(value string, has bool) bool {
	switch {
	case d.Operator == "=":
		return func(value string, has bool) bool { return has && value == d.Value }
	case d.Operator == "!=":
		return func(value string, has bool) bool { return !has || value != d.Value }
	}
	pattern := fuzzy(d.Pattern)
	if d.Fuzzy == "=~" {
		return func(value string, has bool) bool { return has && pattern.MatchString(value) }
	}
	return func(value string, has bool) bool { return !has || !pattern.MatchString(value) }
}

// fuzzy reads * as any characters, also none, and | as or (MQL Reference, Fuzzy Matching).
func fuzzy(pattern string) *regexp.Regexp {
	text := strings.NewReplacer(`\*`, `.*`, `\|`, `|`).Replace(regexp.QuoteMeta(pattern))
	return regexp.MustCompile(`(?s)^(?:` + text + `)$`)
}
