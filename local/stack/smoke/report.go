package smoke

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// report tells what was found, one line for each check.
type report struct {
	mu        sync.Mutex
	out       io.Writer
	progress  io.Writer
	checks    int
	failed    int
	incidents []string // references, with what they came of
}

// checked tells how a check went.
func (r *report) checked(name string, took time.Duration, incident string, err error) {
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
	if incident != "" {
		flow, _, _ := strings.Cut(name, ":")
		r.incidents = append(r.incidents, incident+" ("+flow+")")
	}
}

// waiting tells that a check has not come true yet.
func (r *report) waiting(name string, err error, left time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintf(r.progress, "  %s: not yet, and for %s tried again: %s\n", name, left.Round(time.Second), err)
}

// end tells which incidents there are now, and whether anything failed.
func (r *report) end(stack string) error {
	if len(r.incidents) > 0 {
		fmt.Fprintf(r.out, "incidents: %s\n", strings.Join(r.incidents, ", "))
	}
	if r.failed > 0 {
		return fmt.Errorf("%d of %d checks of the stack %s failed: the lines above say what was sent, what came, and what to do", r.failed, r.checks, stack)
	}
	return nil
}
