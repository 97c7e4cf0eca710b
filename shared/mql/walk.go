package mql

import (
	"iter"
	"slices"
)

// Metrics lists the names of the metrics that the query reads, sorted, each once.
func (q *Query) Metrics() []string {
	var names []string
	for member := range q.members() {
		names = append(names, member.metrics()...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (m *Member) metrics() []string {
	var names []string
	for factor := range m.Value.factors() {
		switch {
		case factor.Nested != nil:
			names = append(names, factor.Nested.Metrics()...)
		case factor.Selection != nil:
			names = append(names, factor.Selection.Metric)
		}
	}
	return names
}

// Alone is the nested query if a member is nothing but a query in parentheses, which then do no more than group;
// otherwise nil.
func (m *Member) Alone() *Query {
	product := m.Value.First
	if m.Predicate != nil || len(m.Value.Rest) > 0 || len(product.Rest) > 0 || len(product.First.Steps) > 0 {
		return nil
	}
	return product.First.Nested
}

// members visits the joined queries in the order in which they are written.
func (q *Query) members() iter.Seq[*Member] {
	return func(yield func(*Member) bool) {
		for _, join := range q.Any {
			for _, member := range join.All {
				if !yield(member) {
					return
				}
			}
		}
	}
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
