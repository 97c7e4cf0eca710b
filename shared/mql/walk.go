package mql

import (
	"iter"
	"slices"
)

// Metrics lists the names of the metrics that the query reads, sorted, each once.
func (q *Query) Metrics() []string {
	names := q.metrics()
	slices.Sort(names)
	return slices.Compact(names)
}

func (q *Query) metrics() []string {
	var names []string
	for _, join := range q.Any {
		for _, member := range join.All {
			names = append(names, member.metrics()...)
		}
	}
	return names
}

func (m *Member) metrics() []string {
	var names []string
	for factor := range m.Value.factors() {
		switch {
		case factor.Nested != nil:
			names = append(names, factor.Nested.metrics()...)
		case factor.Selection != nil:
			names = append(names, factor.Selection.Metric)
		}
	}
	return names
}

// factors visits a sum's factors in the order in which they are written, without going into nested queries.
func (s *Sum) factors() iter.Seq[*Factor] {
	return func(yield func(*Factor) bool) {
		if !s.First.visit(yield) {
			return
		}
		for _, addend := range s.Rest {
			if !addend.Product.visit(yield) {
				return
			}
		}
	}
}

func (p *Product) visit(yield func(*Factor) bool) bool {
	if !yield(p.First) {
		return false
	}
	for _, multiplier := range p.Rest {
		if !yield(multiplier.Factor) {
			return false
		}
	}
	return true
}

// Alone is the nested query if a member is nothing but a query in parentheses, which then do no more than group;
// otherwise nil.
func (m *Member) Alone() *Query {
	if m.Predicate != nil || len(m.Value.Rest) > 0 || len(m.Value.First.Rest) > 0 || len(m.Value.First.First.Steps) > 0 {
		return nil
	}
	return m.Value.First.First.Nested
}
