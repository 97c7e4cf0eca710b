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

// join combines the rows that match and lets alone judge those that nothing matches.
func join(left, right []row, both func(l, r row) (float64, bool), alone func(one row) bool) []row {
	table, matched := newTable(right), make([]bool, len(right))
	var rows []row
	for _, l := range left {
		places := table.matches(l)
		if len(places) == 0 {
			l.holds = alone(l)
			rows = append(rows, l)
		}
		for _, place := range places {
			matched[place] = true
			value, holds := both(l, right[place])
			joined := combine(l, right[place], value)
			joined.holds = holds
			rows = append(rows, joined)
		}
	}
	for i, r := range right {
		if !matched[i] {
			r.holds = alone(r)
			rows = append(rows, r)
		}
	}
	return sorted(rows)
}
