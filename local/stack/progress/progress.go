// Package progress tells from time to time how far something is that takes long.
package progress

import (
	"fmt"
	"io"
	"time"
)

// Usual is how often people want to hear of it.
const Usual = 2 * time.Second

// Tell writes what text says, with the time that has gone by, to log, until stop is
// called. What takes less than one pause is silent.
func Tell(log io.Writer, every time.Duration, text func() string) (stop func()) {
	done, told := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(told)
		tick := time.NewTicker(every)
		defer tick.Stop()
		for begun := time.Now(); ; {
			select {
			case <-done:
				return
			case now := <-tick.C:
				fmt.Fprintf(log, "%s, %s\n", text(), now.Sub(begun).Round(time.Second))
			}
		}
	}()
	return func() { close(done); <-told }
}
