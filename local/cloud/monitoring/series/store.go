package series

import (
	"cmp"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/monitoring/evaluation"
)

// Retention is how long datapoints are kept: as far as the longest query, 1d with
// absent(3d), looks back from the longest slack, two hours, before a pause of a day that
// is made up for. OCI keeps them for 90 days.
const Retention = (4*24 + 2 + 24) * time.Hour

// maxPoints is how many datapoints a stream has at most: ten in every minute of the
// retention.
const maxPoints = 10 * int(Retention/time.Minute)

// Metric names a metric.
type Metric struct{ CompartmentID, Namespace, Name, ResourceGroup string }

// Stream is one of a metric's.
type Stream struct {
	Metric
	Dimensions map[string]string
	Metadata   map[string]string
	Continued  bool // with zeros
}

// Store holds streams. It is safe for concurrent use; its zero value is empty.
type Store struct {
	mu      sync.RWMutex
	metrics map[Metric]map[string]*stream // by dimensions
}

type stream struct {
	Stream
	points []evaluation.Point // by time, then value
}

// Add keeps datapoints of a stream. Those older than the retention, counted from now,
// are forgotten with whatever else is.
func (s *Store) Add(now time.Time, of Stream, points ...evaluation.Point) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.metrics == nil {
		s.metrics = map[Metric]map[string]*stream{}
	}
	if s.metrics[of.Metric] == nil {
		s.metrics[of.Metric] = map[string]*stream{}
	}
	key, _ := json.Marshal(of.Dimensions) // keys come out sorted
	known := s.metrics[of.Metric][string(key)]
	if known == nil {
		known = &stream{}
		s.metrics[of.Metric][string(key)] = known
	}
	known.Stream = of
	for _, p := range points {
		known.insert(p)
	}
	known.forget(now.Add(-Retention))
}

// insert keeps the order, also of what comes late.
func (s *stream) insert(p evaluation.Point) {
	i, known := slices.BinarySearchFunc(s.points, p, func(a, b evaluation.Point) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Value, b.Value))
	})
	if known {
		s.points[i].Count += p.Count
		return
	}
	s.points = slices.Insert(s.points, i, p)
}

// from is the place of the first point at or after a time.
func (s *stream) from(t time.Time) int {
	i, _ := slices.BinarySearchFunc(s.points, t, func(p evaluation.Point, t time.Time) int { return p.Time.Compare(t) })
	return i
}

func (s *stream) forget(before time.Time) {
	surplus := max(s.from(before), len(s.points)-maxPoints)
	if surplus > 0 {
		s.points = slices.Delete(s.points, 0, surplus)
	}
}

// Forget drops what is older than the retention, counted from now, and streams of which
// nothing is left.
func (s *Store) Forget(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for metric, streams := range s.metrics {
		for key, of := range streams {
			if of.forget(now.Add(-Retention)); len(of.points) == 0 {
				delete(streams, key)
			}
		}
		if len(streams) == 0 {
			delete(s.metrics, metric)
		}
	}
}

// Streams lists the streams that admit lets pass, in no particular order.
func (s *Store) Streams(admit func(Stream) bool) []Stream {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var list []Stream
	for _, streams := range s.metrics {
		for _, of := range streams {
			if admit(of.Stream) {
				list = append(list, of.Stream)
			}
		}
	}
	return list
}
