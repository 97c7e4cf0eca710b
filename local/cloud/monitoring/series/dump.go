package series

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/monitoring/evaluation"
)

// dump is a stream in writing.
type dump struct {
	Stream
	Points []evaluation.Point
}

// Dump writes every stream as JSON, with its times converted.
func (s *Store) Dump(convert func(time.Time) time.Time) ([][]byte, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var list [][]byte
	for _, streams := range s.metrics {
		for _, of := range streams {
			d := dump{Stream: of.Stream, Points: converted(of.points, convert)}
			data, err := json.Marshal(d)
			if err != nil {
				return nil, fmt.Errorf("writing metric %s: %w", of.Name, err)
			}
			list = append(list, data)
		}
	}
	return list, nil
}

// Load adds a stream that Dump wrote.
func (s *Store) Load(now time.Time, data []byte, convert func(time.Time) time.Time) error {
	var d dump
	if err := json.Unmarshal(data, &d); err != nil {
		return fmt.Errorf("reading a metric: %w", err)
	}
	s.Add(now, d.Stream, converted(d.Points, convert)...)
	return nil
}

func converted(points []evaluation.Point, convert func(time.Time) time.Time) []evaluation.Point {
	list := make([]evaluation.Point, len(points))
	for i, p := range points {
		p.Time = convert(p.Time)
		list[i] = p
	}
	return list
}
