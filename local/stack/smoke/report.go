package smoke

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

// report tells what was found, one line for each check.
type report struct {
	mu       sync.Mutex
	out      io.Writer
	progress io.Writer
	checks   int
	failed   int
	solved   []string // incidents' references, with what they came of
}

// checked tells how a check went.
func (r *report) checked(name string, took time.Duration, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.checks++
	outcome := "ok"
	if err != nil {
		r.failed++
		outcome = "FAILED"
	}
	fmt.Fprintf(r.out, "%-6s  %s (%s)\n", outcome, name, took.Round(time.Millisecond))
	if err != nil {
		fmt.Fprintf(r.out, "        %s\n", strings.ReplaceAll(err.Error(), "\n", "\n        "))
	}
}

// untried tells what is not looked at.
func (r *report) untried(name, why string) {
	fmt.Fprintf(r.out, "-       %s: not tried: %s\n", name, why)
}

// waiting tells that a check has not come true yet.
func (r *report) waiting(name string, err error, left time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintf(r.progress, "  %s: not yet, and for %s tried again: %s\n", name, left.Round(time.Second), err)
}

// left tells of an incident that is there now, and why it is not solved if it is not.
func (r *report) left(flow, incident string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		fmt.Fprintf(r.out, "left    %s (%s): solve it by hand, as smoke could not: %v\n", incident, flow, err)
		return
	}
	r.solved = append(r.solved, incident+" ("+flow+")")
}

// told tells which incidents there are now.
func (r *report) told() {
	if len(r.solved) > 0 {
		fmt.Fprintf(r.out, "incidents, solved: %s\n", strings.Join(slices.Sorted(slices.Values(r.solved)), ", "))
	}
}

// end tells whether anything failed.
func (r *report) end(stack string) error {
	if r.failed > 0 {
		return fmt.Errorf("%d of %d checks of the stack %s failed: the lines above say what was sent, what came, and what to do", r.failed, r.checks, stack)
	}
	return nil
}
