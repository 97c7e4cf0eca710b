package evaluation

import (
	"regexp"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/shared/mql"
)

// selection takes the first statistic of a metric's streams, over the window that ends now.
func (e evaluator) selection(s *mql.Selection, step *mql.Step) []row {
	interval := s.Interval.Length()
	start := e.end.Add(-interval)
	streams := e.source.Streams(s.Metric, start.Add(-reach(step.Statistic, interval)), e.end)
	return aggregate(e.selected(s, streams), step, start)
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

// selected keeps the streams that meet every condition. One on a dimension that the metric does not have filters nothing
// (Selecting Dimensions for a Query): a misspelt name selects everything. That no stream with the dimension has a
// datapoint just now is another matter: then nothing is selected.
func (e evaluator) selected(s *mql.Selection, streams []Stream) []Stream {
	for _, condition := range s.Dimensions {
		if e.source.Has(s.Metric, condition.Name) {
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
