package mql

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWithoutPredicate(t *testing.T) {
	for text, want := range map[string]string{
		`Metric[1m].mean() > 90`:                      `Metric[1m].mean()`,
		`M[1m]{a="b"}.groupBy(c).sum() not in (1, 2)`: `M[1m]{a = "b"}.groupBy(c).sum()`,
		`M[1m].absent()`:                              `M[1m].absent()`,
		`a[1m].sum() / b[1m].sum() * 100 >= 5`:        `a[1m].sum() / b[1m].sum() * 100`,
		`(a[1m].max() > 80).grouping().sum() > 3`:     `(a[1m].max() > 80).grouping().sum()`,
		`(a[1m].max() > 80) || b[1m].sum() == 0`:      `(a[1m].max()) || b[1m].sum()`,
		`a[1m].count() > 1 && a[1m].mean() > 0.5`:     `a[1m].count() && a[1m].mean()`,
	} {
		query, err := Parse(text)
		if err != nil {
			t.Error(err)
		} else if got := query.WithoutPredicate(); got != want {
			t.Errorf("%s: without predicate %s, want %s", text, got, want)
		}
	}
}

func TestMetrics(t *testing.T) {
	query, err := Parse(`z[1m].sum() / (b[1m].sum() + a[1m].sum()) > 1 && (z[5m].max() > 1).grouping().sum() || c[1m].absent()`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a", "b", "c", "z"}, query.Metrics()); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
}

func TestDurations(t *testing.T) {
	for text, want := range map[string][2]time.Duration{
		`a[1m].absent()`:     {time.Minute, 2 * time.Hour},
		`a[24h].absent(20m)`: {24 * time.Hour, 20 * time.Minute},
		`a[1d].absent(3d)`:   {24 * time.Hour, 72 * time.Hour},
	} {
		query, err := Parse(text)
		if err != nil {
			t.Error(err)
			continue
		}
		factor := query.Any[0].All[0].Value.First.First
		got := [2]time.Duration{factor.Selection.Interval.Length(), factor.Steps[0].Statistic.Detection()}
		if got != want {
			t.Errorf("%s: interval and detection period %v, want %v", text, got, want)
		}
	}
}

func TestShortestIntervalAndAbsence(t *testing.T) {
	for text, want := range map[string]struct {
		interval time.Duration
		absence  bool
	}{
		`a[5m].sum()`: {5 * time.Minute, false},
		`a[1h].sum() / b[10m].sum() > 1 && c[1d].max() > 0`:  {10 * time.Minute, false},
		`(a[2h].max() > 1).grouping().sum() || b[3h].last()`: {2 * time.Hour, false},
		`a[1m]{b = ".absent("}.max() > 1`:                    {time.Minute, false},
		`a[1d].max() > 1 && (b[1h].absent(5m))`:              {time.Hour, true},
	} {
		query, err := Parse(text)
		if err != nil {
			t.Error(err)
		} else if query.Interval() != want.interval || query.Absence() != want.absence {
			t.Errorf("%s: interval %v, absence %v; want %v", text, query.Interval(), query.Absence(), want)
		}
	}
}

func TestParseInterval(t *testing.T) {
	for text, good := range map[string]bool{
		"1m": true, "60m": true, "24h": true, "1d": true, "61m": false, "25h": false, "2d": false, "0m": false, "": false, "m": false, "1": false, "1s": false, "-1m": false, "99999999999m": false,
	} {
		if got, err := ParseInterval(text); (err == nil) != good || (good && string(got) != text) {
			t.Errorf("%s: %q, error %v", text, got, err)
		}
	}
}
