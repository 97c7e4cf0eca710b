package mql

import (
	"fmt"
	"strings"
)

// String writes the query in one way, whatever spaces and quotes it was read with. Parse reads an equal query from it.
func (q *Query) String() string {
	return q.print((*Member).String)
}

// WithoutPredicate writes what the predicates compare. An alarm's message gives it as the key of metricValues (Alarm
// Message Format).
func (q *Query) WithoutPredicate() string {
	return q.print(func(m *Member) string {
		if nested := m.Alone(); nested != nil {
			return "(" + nested.WithoutPredicate() + ")"
		}
		return m.Value.String()
	})
}

func (q *Query) print(member func(*Member) string) string {
	return list(q.Any, " || ", func(j *Join) string { return list(j.All, " && ", member) })
}

func list[T any](items []T, separator string, print func(T) string) string {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = print(item)
	}
	return strings.Join(texts, separator)
}

func (m *Member) String() string {
	if m.Predicate == nil {
		return m.Value.String()
	}
	return m.Value.String() + " " + m.Predicate.String()
}

func (p *Predicate) String() string {
	switch {
	case p.NotIn:
		return fmt.Sprintf("not in (%s, %s)", p.Low, p.High)
	case p.In:
		return fmt.Sprintf("in (%s, %s)", p.Low, p.High)
	default:
		return p.Operator + " " + string(p.Limit)
	}
}

func (s *Sum) String() string {
	return s.First.String() + list(s.Rest, "", func(a *Addend) string { return " " + a.Operator + " " + a.Product.String() })
}

func (p *Product) String() string {
	return p.First.String() + list(p.Rest, "", func(m *Multiplier) string { return " " + m.Operator + " " + m.Factor.String() })
}

func (f *Factor) String() string {
	steps := list(f.Steps, "", (*Step).String)
	switch {
	case f.Number != nil:
		return string(*f.Number)
	case f.Nested != nil:
		return "(" + f.Nested.String() + ")" + steps
	default:
		return f.Selection.String() + steps
	}
}

func (s *Selection) String() string {
	text := fmt.Sprintf("%s[%s]", s.Metric, s.Interval)
	if len(s.Dimensions) == 0 {
		return text
	}
	return text + "{" + list(s.Dimensions, ", ", (*Dimension).String) + "}"
}

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func (d *Dimension) String() string {
	return fmt.Sprintf(`%s %s "%s"`, d.Name, d.Operator+d.Fuzzy, escapes.Replace(d.Value+d.Pattern))
}

func (s *Step) String() string {
	return s.Grouping.String() + "." + s.Statistic.String()
}

func (g *Grouping) String() string {
	switch {
	case g == nil:
		return ""
	case g.All:
		return ".grouping()"
	default:
		return ".groupBy(" + strings.Join(g.By, ", ") + ")"
	}
}

func (s *Statistic) String() string {
	argument := ""
	switch {
	case s.Percentile != nil:
		argument = string(*s.Percentile)
	case s.Absence != nil:
		argument = string(*s.Absence)
	}
	return s.Name + "(" + argument + ")"
}
