package incidentstest

import (
	"math/rand/v2"
	"slices"
)

// maxDeliveries is more than any test needs until all its messages are taken.
const maxDeliveries = 500

// DeliverAll delivers messages until each was taken. One that was not comes again at once, or at a place made up at random where
// there is disorder.
func (b *Bench) DeliverAll(random *rand.Rand, disorder bool, queue []string, taken func(body string) bool) {
	b.T.Helper()
	for tries := 0; len(queue) > 0; tries++ {
		if tries == maxDeliveries {
			b.T.Fatalf("%d messages were not taken:\n%s", len(queue), &b.Log)
		}
		body := queue[0]
		queue = queue[1:]
		if taken(body) {
			continue
		}
		at := 0
		if disorder {
			at = random.IntN(len(queue) + 1)
		}
		queue = slices.Insert(queue, at, body)
	}
}
