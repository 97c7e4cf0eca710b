package doctor

import (
	"fmt"
	"io"

	"github.com/cxbridge/cxbridge/local/stack/remedy"
	"github.com/cxbridge/cxbridge/shared/plain"
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
	stack string
	count map[outcome]int
	over  func() bool // what is found after an interrupt comes of it
}

func newReport(out io.Writer, stack string) *report {
	return &report{out: out, stack: stack, count: map[outcome]int{}, over: func() bool { return false }}
}

// maxLine is how much is told of one thing, in characters: a service may answer a whole page.
const maxLine = 1000

// found tells one thing. A text of several lines becomes one, whoever wrote it.
func (r *report) found(o outcome, about, format string, args ...any) {
	if r.over() {
		return
	}
	r.count[o]++
	text := plain.Cut(plain.Inline(fmt.Sprintf(format, args...)), maxLine)
	fmt.Fprintf(r.out, "%-8s %s: %s\n", o, about, remedy.On(r.stack, text))
}

// end tells what comes next. It is an error if there are faults.
func (r *report) end() error {
	if n := r.count[fault]; n > 0 {
		return fmt.Errorf("%d fault(s): pulumi up -s %s would fail; what to do stands in the lines above", n, r.stack)
	}
	fmt.Fprintf(r.out, "next: scripts/stack preview %s shows what pulumi up -s %s would do\n", r.stack, r.stack)
	return nil
}
