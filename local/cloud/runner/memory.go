package runner

import (
	"context"
	"time"

	"github.com/shirou/gopsutil/v4/process"
)

// Memory is sampled, and only while a call is in flight: an idle Go process
// grows no more. The first look comes late enough not to burden quick calls.
const (
	firstSample = 5 * time.Millisecond
	nextSample  = 20 * time.Millisecond
)

// watchMemory cancels with an *Error when the process holds more memory than
// its function has, until the returned function is called.
func (i *instance) watchMemory(cancel context.CancelCauseFunc) (stop func()) {
	if !i.runner.options.Fidelity.FunctionMemoryEnforced {
		return func() {}
	}
	done := make(chan struct{})
	timer := time.AfterFunc(firstSample, func() {
		for {
			if err := i.checkMemory(); err != nil {
				cancel(err)
				return
			}
			select {
			case <-time.After(nextSample):
			case <-done:
				return
			}
		}
	})
	return func() {
		timer.Stop()
		close(done)
	}
}

// checkMemory finds nothing wrong with a process it cannot look at: that one
// is about to be found dead.
func (i *instance) checkMemory() error {
	info, err := (&process.Process{Pid: int32(i.pid())}).MemoryInfo()
	if err != nil || info.RSS <= uint64(i.function.MemoryInMBs)<<20 {
		return nil
	}
	return executionFailed("function %s used %d MB of memory and has %d: raise memoryInMBs",
		i.function.Name, info.RSS>>20, i.function.MemoryInMBs)
}
