package evaluation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/mql"
)

// noon is the time that tests count from.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// memory is a source by the metrics' names.
type memory map[string][]Stream

func (m memory) Streams(metric string, from, to time.Time) []Stream {
	var found []Stream
	for _, stream := range m[metric] {
		kept := Stream{Dimensions: stream.Dimensions}
		for _, point := range stream.Points {
			if !point.Time.Before(from) && point.Time.Before(to) {
				kept.Points = append(kept.Points, point)
			}
		}
		if len(kept.Points) > 0 {
			found = append(found, kept)
		}
	}
	return found
}

func (m memory) Has(metric, dimension string) bool {
	return slices.ContainsFunc(m[metric], func(s Stream) bool {
		_, has := s.Dimensions[dimension]
		return has
	})
}

// stream reads dimensions such as "host=a pool=x", and datapoints such as "-30s 5": their distance to noon, then the
// value, then *n if it occurred n times.
func stream(dimensions string, points ...string) Stream {
	s := Stream{Dimensions: map[string]string{}}
	for _, dimension := range strings.Fields(dimensions) {
		name, value, _ := strings.Cut(dimension, "=")
		s.Dimensions[name] = value
	}
	for _, text := range points {
		distance, text, _ := strings.Cut(text, " ")
		value, count, counted := strings.Cut(text, "*")
		point := Point{Time: noon.Add(must(time.ParseDuration(distance))), Value: must(strconv.ParseFloat(value, 64))}
		if counted {
			point.Count = must(strconv.Atoi(count))
		}
		s.Points = append(s.Points, point)
	}
	return s
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// brief writes a result as its dimensions, the value, and ! if it is true.
func brief(r Result) string {
	text := dimensions(r.Dimensions) + fmt.Sprint(r.Value)
	if r.True {
		text += "!"
	}
	return text
}

func dimensions(all map[string]string) string {
	return strings.NewReplacer("\x00", "=", "\x01", " ").Replace(keyOf(all))
}

func at(t testing.TB, source Source, query string, end time.Time) []string {
	t.Helper()
	parsed, err := mql.Parse(query)
	if err != nil {
		t.Fatal(err)
	}
	results := []string{}
	for _, result := range At(parsed, source, end) {
		results = append(results, brief(result))
	}
	return results
}
