package evaluation

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/shared/mql"
)

func series(t testing.TB, source Source, query string, from, to time.Time, resolution time.Duration) []string {
	t.Helper()
	parsed, err := mql.Parse(query)
	if err != nil {
		t.Fatal(err)
	}
	streams, err := Series(parsed, source, from, to, resolution)
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for _, stream := range streams {
		line := dimensions(stream.Dimensions)
		for _, point := range stream.Points {
			line += fmt.Sprintf("%s=%v*%d ", point.Time.Format("15:04"), point.Value, point.Count)
		}
		lines = append(lines, strings.TrimSpace(line))
	}
	return lines
}

func TestSeries(t *testing.T) {
	source := memory{"m": {
		stream("host=b", "0s 1", "1m 2", "2m 3", "5m 6"),
		stream("host=a", "3m 10"),
	}}
	for _, test := range []struct {
		query      string
		from, to   time.Duration
		resolution time.Duration
		want       []string
	}{
		// A value carries the time at which its window ends.
		{`m[1m].sum()`, 0, 7 * time.Minute, time.Minute, []string{"host=a 12:04=10*1", "host=b 12:01=1*1 12:02=2*1 12:03=3*1 12:06=6*1"}},
		{`m[1m].sum()`, time.Minute, 6 * time.Minute, time.Minute, []string{"host=a 12:04=10*1", "host=b 12:01=1*1 12:02=2*1 12:03=3*1"}},
		{`m[1m].sum()`, 61 * time.Second, 5 * time.Minute, time.Minute, []string{"host=a 12:04=10*1", "host=b 12:02=2*1 12:03=3*1"}},
		{`m[5m].grouping().sum()`, 0, time.Hour, 5 * time.Minute, []string{"12:05=16*1 12:10=6*1"}},
		{`m[5m].grouping().sum()`, 4 * time.Minute, 7 * time.Minute, time.Minute, []string{"12:04=16*1 12:05=16*1 12:06=21*1"}},
		{`m[1m].sum() >= 3`, 0, 7 * time.Minute, time.Minute, []string{"host=a 12:04=1*1", "host=b 12:03=1*1 12:06=1*1"}},
		{`m[1m].sum() >= 3 && m[1m].sum() < 6`, 0, 7 * time.Minute, time.Minute, []string{"host=b 12:03=1*1"}},
		{`m[1m]{host = "b"}.absent()`, 3 * time.Minute, 7 * time.Minute, time.Minute, []string{"host=b 12:03=0*1 12:04=1*1 12:05=1*1 12:06=0*1"}},
		{`m[1m].sum()`, 20 * time.Minute, 30 * time.Minute, time.Minute, []string{}},
		{`m[1m].sum()`, time.Minute, time.Minute, time.Minute, []string{}},
	} {
		got := series(t, source, test.query, noon.Add(test.from), noon.Add(test.to), test.resolution)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s from %v to %v (-want +got):\n%s", test.query, test.from, test.to, diff)
		}
	}
}

func TestSeriesRefuses(t *testing.T) {
	query, err := mql.Parse(`m[1m].sum()`)
	if err != nil {
		t.Fatal(err)
	}
	for want, resolution := range map[string]time.Duration{
		"resolution 0s: it must be positive":                               0,
		"resolution -1m0s: it must be positive":                            -time.Minute,
		"525600 datapoints at a resolution of 1m0s: take a coarser one or": time.Minute,
	} {
		_, err := Series(query, memory{}, noon, noon.AddDate(1, 0, 0), resolution)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("resolution %v: error %v, want %s", resolution, err, want)
		}
	}
}
