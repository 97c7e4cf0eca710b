package evaluation

import (
	"time"

	"github.com/cxbridge/cxbridge/shared/mql"
)

// evaluator evaluates a query at one time.
type evaluator struct {
	source Source
	end    time.Time
}

// query gives every row that the query knows of and whether it is true there.
func (e evaluator) query(q *mql.Query) []row {
	rows := e.all(q.Any[0])
	for _, alternative := range q.Any[1:] {
		rows = or(rows, e.all(alternative))
	}
	return rows
}

func (e evaluator) all(j *mql.Join) []row {
	rows := e.member(j.All[0])
	for _, member := range j.All[1:] {
		rows = and(rows, e.member(member))
	}
	return rows
}

func (e evaluator) member(m *mql.Member) []row {
	if nested := m.Alone(); nested != nil {
		return e.query(nested)
	}
	rows := e.sum(m.Value)
	for i := range rows {
		rows[i].holds = holds(m.Predicate, rows[i].value)
	}
	return rows
}

// holds includes the bounds in both in and not in (MQL Reference, Predicate Operators).
func holds(p *mql.Predicate, value float64) bool {
	switch {
	case p == nil:
		return value != 0
	case p.NotIn:
		return value <= p.Low.Value() || value >= p.High.Value()
	case p.In:
		return value >= p.Low.Value() && value <= p.High.Value()
	}
	limit := p.Limit.Value()
	switch p.Operator {
	case ">":
		return value > limit
	case ">=":
		return value >= limit
	case "<":
		return value < limit
	case "<=":
		return value <= limit
	case "==":
		return value == limit
	default:
		return value != limit
	}
}

// values gives the query's numbers, for a chart and for what stands around a nested query. Of a condition only what is
// true is kept, as 1: so (metric[1h].groupBy(host).min() > 0).grouping().count() counts hosts (Nesting Queries).
func (e evaluator) values(q *mql.Query) []row {
	rows := e.query(q)
	if !conditional(q) {
		return rows
	}
	var kept []row
	for _, row := range rows {
		if row.holds {
			row.value = 1
			kept = append(kept, row)
		}
	}
	return kept
}

func conditional(q *mql.Query) bool {
	if len(q.Any) > 1 || len(q.Any[0].All) > 1 {
		return true
	}
	member := q.Any[0].All[0]
	if nested := member.Alone(); nested != nil {
		return conditional(nested)
	}
	return member.Predicate != nil
}
