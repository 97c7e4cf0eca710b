package doctor

import (
	"fmt"
	"io"
	"strings"
)

// outcome is how something was found.
type outcome string

const (
	ok      outcome = "ok"
	warning outcome = "warning" // may be in order, or be about something that can wait
	fault   outcome = "fault"   // pulumi up would fail
)

// report tells what was found, a line each.
type report struct {
	out   io.Writer
	count map[outcome]int
}

func newReport(out io.Writer) *report { return &report{out: out, count: map[outcome]int{}} }

// found tells one thing. A text of several lines becomes one.
func (r *report) found(o outcome, about, format string, args ...any) {
	r.count[o]++
	text := strings.Join(strings.Fields(fmt.Sprintf(format, args...)), " ")
	fmt.Fprintf(r.out, "%-8s %s: %s\n", o, about, text)
}

// end is an error if there are faults.
func (r *report) end(stack string) error {
	if n := r.count[fault]; n > 0 {
		return fmt.Errorf("%d fault(s): pulumi up -s %s would fail; what to do stands in the lines above", n, stack)
	}
	return nil
}
