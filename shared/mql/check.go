package mql

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// statistics that take no argument (MQL Reference, Statistic); percentile and absent are the others.
var statistics = []string{"avg", "count", "first", "increment", "last", "max", "mean", "min", "rate", "sum"}

// overTime are the statistics that need a window's datapoints in their order, which only a metric has: what a
// statistic or a nested query leaves is one value for each stream.
var overTime = []string{"absent", "first", "increment", "last", "rate"}

// check finds what the grammar cannot say: names, ranges, and operands that are no queries.
func (q *Query) check() error {
	for member := range q.members() {
		if err := member.check(); err != nil {
			return err
		}
	}
	return nil
}

func (m *Member) check() error {
	if m.constant() {
		return fmt.Errorf("%s: found a number alone, expected a query: metric[interval].statistic()", m.Pos)
	}
	for factor := range m.Value.factors() {
		if err := factor.check(); err != nil {
			return err
		}
	}
	if m.Predicate == nil {
		return nil
	}
	return m.Predicate.check()
}

func (p *Predicate) check() error {
	if !p.In {
		return p.Limit.check()
	}
	if err := p.Low.check(); err != nil {
		return err
	}
	if err := p.High.check(); err != nil {
		return err
	}
	if p.Low.Value() > p.High.Value() {
		return fmt.Errorf("in (%s, %s): found the higher bound first, expected the lower one", p.Low, p.High)
	}
	return nil
}

func (f *Factor) check() error {
	switch {
	case f.Number != nil:
		return f.Number.check()
	case f.Nested != nil:
		if err := f.Nested.check(); err != nil {
			return err
		}
	default:
		if err := f.Selection.check(); err != nil {
			return err
		}
		if len(f.Steps) == 0 {
			return fmt.Errorf("%s: metric %s: found no statistic, expected one such as .mean()",
				f.Selection.Pos, f.Selection.Metric)
		}
	}
	for i, step := range f.Steps {
		if err := step.Statistic.check(i == 0 && f.Selection != nil); err != nil {
			return err
		}
	}
	return nil
}

func (s *Selection) check() error {
	if !s.Interval.spans() {
		return fmt.Errorf("%s: metric %s: found interval %s, expected %s", s.Pos, s.Metric, s.Interval, intervals)
	}
	for _, dimension := range s.Dimensions {
		if dimension.Value+dimension.Pattern == "" {
			return fmt.Errorf("%s: dimension %s: found no value, expected one (no stream has an empty one)",
				dimension.Pos, dimension.Name)
		}
	}
	return nil
}

func (s *Statistic) check(datapoints bool) error {
	fault := func(found, expected string) error {
		return fmt.Errorf("%s: found %s, expected %s", s.Pos, found, expected)
	}
	switch {
	case s.Name == "percentile":
		if s.Percentile == nil || s.Percentile.Value() <= 0 || s.Percentile.Value() >= 1 {
			return fault(s.String(), "percentile(p) with p between 0 and 1, such as percentile(0.9)")
		}
	case s.Name == "absent":
		if s.Percentile != nil || s.Absence != nil && !s.Absence.detects() {
			return fault(s.String(), "absent() or a detection period from 1m to 3d, such as absent(20h)")
		}
	case !slices.Contains(statistics, s.Name):
		return fault(s.Name+"()", "one of "+strings.Join(statistics, ", ")+", percentile, absent")
	case s.Percentile != nil || s.Absence != nil:
		return fault(s.String(), s.Name+"() without an argument")
	}
	if !datapoints && slices.Contains(overTime, s.Name) {
		return fault(s.String(), "it right after a metric: a statistic or a nested query leaves one value for each stream")
	}
	return nil
}

// detects says whether the duration is one that absent() takes (Customizing the Absence Detection Period).
func (d Duration) detects() bool {
	n := d.count()
	return n >= 1 && n <= 3*24*60 && d.Length() <= 3*24*time.Hour
}
