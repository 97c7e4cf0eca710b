package evaluation

import (
	"math"

	"github.com/cxbridge/cxbridge/shared/mql"
)

func (e evaluator) sum(s *mql.Sum) []row {
	rows := e.product(s.First)
	for _, addend := range s.Rest {
		rows = calculate(rows, addend.Operator, e.product(addend.Product))
	}
	return rows
}

func (e evaluator) product(p *mql.Product) []row {
	rows := e.factor(p.First)
	for _, multiplier := range p.Rest {
		rows = calculate(rows, multiplier.Operator, e.factor(multiplier.Factor))
	}
	return rows
}

func (e evaluator) factor(f *mql.Factor) []row {
	steps := f.Steps
	var rows []row
	switch {
	case f.Number != nil:
		return []row{newRow(nil, f.Number.Value())}
	case f.Nested != nil:
		rows = e.values(f.Nested)
	default:
		rows, steps = e.selection(f.Selection, steps[0]), steps[1:]
	}
	for _, step := range steps {
		rows = again(rows, step)
	}
	return rows
}

// calculate leaves out what has no counterpart on the other side, and what is no number: a division by zero.
func calculate(left []row, operator string, right []row) []row {
	var rows []row
	for _, pair := range pairs(left, right) {
		l, r := left[pair.left], right[pair.right]
		if value := apply(l.value, operator, r.value); finite(value) {
			rows = append(rows, combine(l, r, value))
		}
	}
	return sorted(rows)
}

func apply(left float64, operator string, right float64) float64 {
	switch operator {
	case "+":
		return left + right
	case "-":
		return left - right
	case "*":
		return left * right
	case "/":
		return left / right
	default:
		return math.Mod(left, right)
	}
}

func finite(value float64) bool { return !math.IsNaN(value) && !math.IsInf(value, 0) }
