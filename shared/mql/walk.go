package mql

import (
	"iter"
	"math"
	"slices"
	"time"
)

// Metrics lists the names of the metrics that the query reads, sorted, each once.
func (q *Query) Metrics() []string {
	var names []string
	for factor := range q.selections() {
		names = append(names, factor.Selection.Metric)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Interval is the shortest interval in the query.
func (q *Query) Interval() time.Duration {
	shortest := time.Duration(math.MaxInt64)
	for factor := range q.selections() {
		shortest = min(shortest, factor.Selection.Interval.Length())
	}
	return shortest
}

// Absence says whether the query asks for streams that have stopped.
func (q *Query) Absence() bool {
	for factor := range q.selections() {
		if factor.Steps[0].Statistic.Name == "absent" {
			return true
		}
	}
	return false
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

// selections visits the factors that read a metric, also those of nested queries.
func (q *Query) selections() iter.Seq[*Factor] {
	return func(yield func(*Factor) bool) {
		for member := range q.members() {
			for factor := range member.selections() {
				if !yield(factor) {
					return
				}
			}
		}
	}
}

func (m *Member) selections() iter.Seq[*Factor] {
	return func(yield func(*Factor) bool) {
		for factor := range m.Value.factors() {
			switch {
			case factor.Selection != nil && !yield(factor):
				return
			case factor.Nested != nil:
				for inner := range factor.Nested.selections() {
					if !yield(inner) {
						return
					}
				}
			}
		}
	}
}

// constant says whether a member reads no metric.
func (m *Member) constant() bool {
	for range m.selections() {
		return false
	}
	return true
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
