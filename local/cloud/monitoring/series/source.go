package series

import (
	"maps"
	"slices"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/monitoring/evaluation"
)

// Selection is what a query can see.
type Selection struct {
	CompartmentIDs []string
	Namespace      string
	ResourceGroup  string    // empty: only metrics that have none
	Since          time.Time // nothing before it
	Until          time.Time // streams are not continued beyond it
}

// Source is the store as a query sees it.
func (s *Store) Source(selection Selection) evaluation.Source { return source{s, selection} }

type source struct {
	store *Store
	Selection
}

// Streams are those of a metric that have a datapoint with from <= t < to, with these
// datapoints, in the order of their dimensions. With several compartments, streams of
// the same dimensions are one.
func (s source) Streams(metric string, from, to time.Time) []evaluation.Stream {
	if from.Before(s.Since) {
		from = s.Since
	}
	s.store.mu.RLock()
	defer s.store.mu.RUnlock()
	found := map[string]evaluation.Stream{}
	for _, compartment := range s.CompartmentIDs {
		for key, of := range s.store.metrics[Metric{compartment, s.Namespace, metric, s.ResourceGroup}] {
			points := of.between(from, to, s.Until)
			if len(points) == 0 {
				continue
			}
			if other, ok := found[key]; ok {
				points = append(points, other.Points...)
				slices.SortStableFunc(points, func(a, b evaluation.Point) int { return a.Time.Compare(b.Time) })
			}
			found[key] = evaluation.Stream{Dimensions: of.Dimensions, Points: points}
		}
	}
	return sorted(found)
}

// Has says whether a stream of a metric has a dimension.
func (s source) Has(metric, dimension string) bool {
	s.store.mu.RLock()
	defer s.store.mu.RUnlock()
	for _, compartment := range s.CompartmentIDs {
		for _, of := range s.store.metrics[Metric{compartment, s.Namespace, metric, s.ResourceGroup}] {
			if _, has := of.Dimensions[dimension]; has {
				return true
			}
		}
	}
	return false
}

func sorted(found map[string]evaluation.Stream) []evaluation.Stream {
	list := make([]evaluation.Stream, 0, len(found))
	for _, key := range slices.Sorted(maps.Keys(found)) {
		list = append(list, found[key])
	}
	return list
}

// between copies the points with from <= t < to, with the zeros between them.
func (s *stream) between(from, to, until time.Time) []evaluation.Point {
	first, last := s.from(from), s.from(to)
	points := slices.Clone(s.points[min(first, last):last])
	if !s.Continued || len(s.points) == 0 {
		return points
	}
	begin := s.points[0].Time
	if from.After(begin) {
		begin = from
	}
	if until.Before(to) {
		to = until
	}
	return fill(points, begin, to)
}

// fill puts a zero into each whole minute from begin to end that has no point.
func fill(points []evaluation.Point, begin, end time.Time) []evaluation.Point {
	var filled []evaluation.Point
	for minute := begin.Truncate(time.Minute); minute.Before(end); minute = minute.Add(time.Minute) {
		n := 0
		for n < len(points) && points[n].Time.Before(minute.Add(time.Minute)) {
			n++
		}
		filled = append(filled, points[:n]...)
		if points = points[n:]; n == 0 && !minute.Before(begin) {
			filled = append(filled, evaluation.Point{Time: minute, Count: 1})
		}
	}
	return append(filled, points...)
}
