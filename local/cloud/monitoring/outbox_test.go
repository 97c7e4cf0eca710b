package monitoring

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
)

// What could not be sent, be it that the cloud was stopping, goes with the next Tick,
// after a restart too, and no more than once.
func TestMessagesWaitUntilTheyCanBeSent(t *testing.T) {
	for _, restarted := range []bool{false, true} {
		l := newLab(t)
		publish := l.Publish
		l.Publish = func(context.Context, string, string, []byte) error { return errors.New("stopping") }
		l.alarm(hot, "")
		l.report("A=90")
		l.clock = l.clock.Add(5 * time.Minute)
		if err := l.Tick(context.Background()); err == nil || len(l.sent) != 0 {
			t.Fatalf("sent %v, error %v", l.sent, err)
		}
		if l.Publish = publish; restarted {
			l.restart()
		}
		l.pass(time.Second)
		if got := l.said(noon, 0); got != "5 OK_TO_FIRING A" {
			t.Errorf("restarted %v: said %q", restarted, got)
		}
		l.pass(time.Second)
		l.restart()
		l.pass(time.Second)
		if len(l.sent) != 1 {
			t.Errorf("restarted %v: sent %d times", restarted, len(l.sent))
		}
	}
}

func TestAMessageTheTopicDoesNotTakeIsLost(t *testing.T) {
	l := newLab(t)
	publish := l.Publish
	l.Publish = func(_ context.Context, topic, _ string, _ []byte) error { return api.NotFound("Topic", topic) }
	l.alarm(hot, "")
	l.minutes(times(5, "A=90")...)
	l.Publish = publish
	if got := l.minutes(times(6, "A=20")...); got != "4 FIRING_TO_OK" {
		t.Errorf("said %q", got)
	}
}

func TestATopicGetsAtMostSixtyMessagesOfOneEvaluation(t *testing.T) {
	l := newLab(t)
	id := l.alarm(hot, `"isNotificationsPerMetricDimensionEnabled": true`)
	for i := range 70 {
		l.report(fmt.Sprintf("server-%d=90", i))
	}
	l.pass(4 * time.Minute)
	if len(l.sent) != 60 {
		t.Errorf("%d messages, want 60", len(l.sent))
	}
	states := l.must("POST", base+"/alarms/"+id+"/actions/retrieveDimensionStates", `{"status": "FIRING"}`)
	if n := len(states.Objects("items")); n != 70 {
		t.Errorf("%d streams fire, want 70", n)
	}
}
