package main

import (
	"fmt"
	"iter"
	"slices"
)

// permutations are the orders of n things.
func permutations(n int) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		var extend func(order []int) bool
		extend = func(order []int) bool {
			if len(order) == n {
				return yield(slices.Clone(order))
			}
			for i := range n {
				if !slices.Contains(order, i) && !extend(append(order, i)) {
					return false
				}
			}
			return true
		}
		extend(make([]int, 0, n))
	}
}

func incidentKey(n int) string { return fmt.Sprintf("TT-%d", n) }
