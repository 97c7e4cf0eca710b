package evaluation

// pair is the places of two rows that belong together, one on each side of an operator.
type pair struct{ left, right int }

// pairs finds the counterpart of every row of either side: the one with the same dimensions, or else the one that has
// the most of them and no others. So a number, which has no dimensions, and what grouping() leaves go with every row,
// and no two pairs have the same dimensions together.
func pairs(left, right []row) []pair {
	var found []pair
	leftPlaces, rightPlaces := places(left), places(right)
	for i, row := range left {
		if j, ok := counterpart(row, right, rightPlaces); ok {
			found = append(found, pair{i, j})
		}
	}
	for j, row := range right {
		if _, same := leftPlaces[row.key]; same {
			continue // found from the left
		}
		if i, ok := counterpart(row, left, leftPlaces); ok {
			found = append(found, pair{i, j})
		}
	}
	return found
}

func places(rows []row) map[string]int {
	places := make(map[string]int, len(rows))
	for i, row := range rows {
		places[row.key] = i
	}
	return places
}

func counterpart(of row, among []row, places map[string]int) (place int, ok bool) {
	if place, ok := places[of.key]; ok {
		return place, true
	}
	for i, other := range among {
		if includes(of.dimensions, other.dimensions) && (!ok || len(other.dimensions) > len(among[place].dimensions)) {
			place, ok = i, true
		}
	}
	return place, ok
}

func includes(dimensions, others map[string]string) bool {
	for name, value := range others {
		if own, has := dimensions[name]; !has || own != value {
			return false
		}
	}
	return true
}

// combine gives a row with the dimensions of the one that has more of them.
func combine(left, right row, value float64) row {
	if len(right.dimensions) > len(left.dimensions) {
		left = right
	}
	return row{dimensions: left.dimensions, key: left.key, value: value}
}
