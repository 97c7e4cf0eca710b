package mql

import "fmt"

// ParseAlarm reads the query of an alarm. Beyond Parse it wants a trigger rule, a predicate or absent(), in each of the
// joined queries: without one, any value but zero would fire (CreateAlarmDetails of the API, query).
func ParseAlarm(text string) (*Query, error) {
	query, err := Parse(text)
	if err != nil {
		return nil, err
	}
	if member := query.untriggered(); member != nil {
		return nil, fmt.Errorf("query %q: column %d: found %s without a trigger rule, expected a predicate such as > 0, or absent()",
			text, member.Pos.Column, member.Value)
	}
	return query, nil
}

// untriggered is the first member without a trigger rule, nil if there is none.
func (q *Query) untriggered() *Member {
	for _, join := range q.Any {
		for _, member := range join.All {
			if !member.triggers() {
				return member
			}
		}
	}
	return nil
}

// triggers looks into nested queries too: (a[1m].max() > 80).grouping().sum() is true as soon as one stream is.
func (m *Member) triggers() bool {
	if m.Predicate != nil {
		return true
	}
	for factor := range m.Value.factors() {
		if factor.Nested != nil && factor.Nested.untriggered() == nil {
			return true
		}
		if factor.Selection != nil && factor.Steps[0].Statistic.Name == "absent" {
			return true
		}
	}
	return false
}
