package evaluation

// and is true where both sides are; what one side alone knows of is false.
func and(left, right []row) []row {
	return join(left, right, func(l, r row) (float64, bool) { return l.value, l.holds && r.holds },
		func(one row) bool { return false })
}

// or is true where either side is, known to the other or not.
func or(left, right []row) []row {
	return join(left, right, func(l, r row) (float64, bool) {
		if r.holds && !l.holds {
			return r.value, true
		}
		return l.value, l.holds
	}, func(one row) bool { return one.holds })
}

// join combines the rows that belong together and lets alone judge the others.
func join(left, right []row, both func(l, r row) (float64, bool), alone func(one row) bool) []row {
	var rows []row
	leftPaired, rightPaired := make([]bool, len(left)), make([]bool, len(right))
	for _, pair := range pairs(left, right) {
		leftPaired[pair.left], rightPaired[pair.right] = true, true
		value, holds := both(left[pair.left], right[pair.right])
		joined := combine(left[pair.left], right[pair.right], value)
		joined.holds = holds
		rows = append(rows, joined)
	}
	rows = append(rows, unpaired(left, leftPaired, alone)...)
	rows = append(rows, unpaired(right, rightPaired, alone)...)
	return sorted(rows)
}

func unpaired(rows []row, paired []bool, alone func(one row) bool) []row {
	var rest []row
	for i, row := range rows {
		if !paired[i] {
			row.holds = alone(row)
			rest = append(rest, row)
		}
	}
	return rest
}
