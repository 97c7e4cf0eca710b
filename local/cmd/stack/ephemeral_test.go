package main

import (
	"os"
	"testing"
)

// The first interrupt is for the command; the second one is for its clean-up.
func TestUntilSecondInterrupt(t *testing.T) {
	signals := make(chan os.Signal)
	ctx, cancel := untilSecond(signals)
	defer cancel()
	signals <- os.Interrupt
	if ctx.Err() != nil {
		t.Error("the first interrupt ended the clean-up")
	}
	signals <- os.Interrupt
	<-ctx.Done()
}
