package incidentstest

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// stormParallel is how many messages are delivered at the same time.
const stormParallel = 20

// longest is how long a message may take (OCI Functions: limits).
const longest = 5 * time.Minute

// Storm delivers messages, several at a time, to several instances of a function. What one does not take comes again after the
// others.
func (b *Bench) Storm(instances int, messages []string, taken func(ctx context.Context, instance int, message string) bool) {
	queue := make(chan string, len(messages))
	var left, workers sync.WaitGroup
	left.Add(len(messages))
	var refused atomic.Int64
	for worker := range stormParallel {
		workers.Go(func() {
			for message := range queue {
				ctx, cancel := context.WithTimeout(b.T.Context(), longest)
				ok := taken(ctx, worker%instances, message)
				cancel()
				if !ok && refused.Add(1) < 100*int64(len(messages)) {
					queue <- message
					continue
				}
				left.Done()
			}
		})
	}
	for _, message := range messages {
		queue <- message
	}
	left.Wait()
	close(queue)
	workers.Wait()
}
