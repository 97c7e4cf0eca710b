package mql

import "fmt"

// ParseAlarm reads the query of an alarm: Parse, and somewhere a trigger rule, which is a predicate or absent()
// (CreateAlarmDetails of the API, query).
func ParseAlarm(text string) (*Query, error) {
	query, err := Parse(text)
	if err != nil {
		return nil, err
	}
	if !query.Absence() && !query.compares() {
		return nil, fmt.Errorf("query %q: found no trigger rule, expected a predicate such as > 0, or absent()", text)
	}
	return query, nil
}

// compares looks into nested queries too: (a[1m].max() > 80).grouping().sum() is true as soon as one stream is.
func (q *Query) compares() bool {
	for member := range q.members() {
		if member.Predicate != nil {
			return true
		}
		for factor := range member.Value.factors() {
			if factor.Nested != nil && factor.Nested.compares() {
				return true
			}
		}
	}
	return false
}
