package cloud_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/cloud"
)

// A message that a function of this project answers with a 5xx is delivered again, each attempt is made once, and what the
// broken off ones logged is kept. Any other answer is final.
func TestFunctionThatAnswers5xxIsCalledAgain(t *testing.T) {
	w := make(waits, 1)
	n := newNet(t, start(t, func(o *cloud.Options) { o.Timer = w.timer }))
	_, topic := n.subscribed(t)
	var want []string
	logged := func(lines ...string) {
		t.Helper()
		want = append(want, lines...)
		eventually(t, strings.Join(want, ", "), func() bool { return cmp.Diff(want, n.lines(t)) == "" })
	}
	n.publish(t, topic, "answer 503")
	next := <-w // after two attempts
	logged("503", "503")
	n.publish(t, topic, "answer 422")
	logged("422")
	n.clock.advance(next.d)
	next.after()
	logged("503")
	<-w // not of the 422, which is done with
	n.publish(t, topic, "answer 200")
	logged("200")
}
