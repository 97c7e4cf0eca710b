package main

import (
	"fmt"
	"iter"
	"slices"
	"testing"
)

// TestEveryOrder: whatever the order in which events come, each of them three times, there is one incident, which has every
// thread once and the last status.
func TestEveryOrder(t *testing.T) {
	for _, life := range append(lives, struct {
		name   string
		events []sent
		status string
	}{"storm", stormLife, "Solved"}) {
		t.Run(life.name, func(t *testing.T) {
			b := newBench(t, nil)
			tickets := 0
			for order := range permutations(len(life.events)) {
				tickets++
				backwards := slices.Clone(order)
				slices.Reverse(backwards)
				for _, i := range slices.Concat(order, backwards, order) {
					event := life.events[i]
					event.ticket = number(tickets)
					b.must(event.String())
				}
			}
			b.expectLives(tickets, life.events, life.status)
		})
	}
}

func number(ticket int) string { return fmt.Sprintf("TT-%d", ticket) }

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
