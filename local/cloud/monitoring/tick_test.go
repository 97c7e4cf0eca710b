package monitoring

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const hot = "Temperature[1m].max() > 80"

// A message comes with the slack of three minutes after the minute it is about.
func TestTimelines(t *testing.T) {
	for _, tt := range []struct {
		name, query, more string
		reports           []string
		want              string
	}{
		{"fires and is OK", hot, "", slices.Concat(times(1, "A=20"), times(2, "A=90"), times(5, "A=20")),
			"5 OK_TO_FIRING A, 7 FIRING_TO_OK"},
		{"pending", hot, `"pendingDuration": "PT3M"`, slices.Concat(times(1, "A=20"), times(2, "A=90"), times(1, "A=20"), times(8, "A=90")),
			"10 OK_TO_FIRING A"},
		{"longer slack", hot, `"evaluationSlackDuration": "PT5M"`, times(8, "A=90"), "6 OK_TO_FIRING A"},
		{"window", "Temperature[3m].mean() > 80", "", slices.Concat(times(1, "A=20"), times(2, "A=100"), times(9, "A=20")), ""},
		{"longer window", "Temperature[5m].sum() > 100", "", slices.Concat(times(1, "A=90"), times(1, "A=20"), times(9, "A=1")),
			"5 OK_TO_FIRING A, 9 FIRING_TO_OK"},
		{"reset", hot, "", slices.Concat(times(1, "A=90"), times(20, "")), "4 OK_TO_FIRING A, 14 RESET"},
		{"never any data", hot, "", times(30, ""), ""},
		{"guide, grouped", hot, `"repeatNotificationDuration": "PT2M"`, slices.Concat(times(1, "A=20 B=20 C=20"), times(1, "A=90 B=20 C=20"),
			times(2, "A=90 B=90 C=20"), times(2, "A=20 B=90 C=90"), times(5, "A=20 B=20 C=20")),
			"5 OK_TO_FIRING A, 7 REPEAT A B, 9 REPEAT B C, 10 FIRING_TO_OK"},
		{"guide, split", hot, `"isNotificationsPerMetricDimensionEnabled": true`, slices.Concat(times(1, "A=20 B=20 C=20"), times(1, "A=90 B=20 C=20"),
			times(2, "A=90 B=90 C=20"), times(2, "A=20 B=90 C=90"), times(5, "A=20 B=20 C=20")),
			"5 OK_TO_FIRING A, 6 OK_TO_FIRING B, 8 FIRING_TO_OK A, 8 OK_TO_FIRING C, 10 FIRING_TO_OK B, 10 FIRING_TO_OK C"},
		{"grouped by nothing", "Temperature[1m].grouping().max() > 80", "", slices.Concat(times(1, "A=90 B=20"), times(5, "A=20 B=20")),
			"4 OK_TO_FIRING , 5 FIRING_TO_OK"},
		{"another resource group", hot, `"resourceGroup": "row-1"`, times(6, "A=90"), ""},
		{"another namespace", hot, `"namespace": "others"`, times(6, "A=90"), ""},
		{"another compartment", hot, `"metricCompartmentId": "` + tenancy + `"`, times(6, "A=90"), ""},
		{"all compartments", hot, `"metricCompartmentId": "` + tenancy + `", "metricCompartmentIdInSubtree": true`, times(6, "A=90"), "4 OK_TO_FIRING A"},
		{"disabled", hot, `"isEnabled": false`, times(6, "A=90"), ""},
		{"absent", "Temperature[1m].absent(5m)", "", slices.Concat(times(3, "A=20"), times(30, "")), "7 OK_TO_FIRING A, 21 RESET"},
		{"suppressed", hot, `"suppression": {"timeSuppressFrom": "2026-01-01T12:00:00Z", "timeSuppressUntil": "2026-01-01T12:06:00Z"}`,
			slices.Concat(times(6, "A=90"), times(6, "A=20")), "7 OK_TO_FIRING A, 10 FIRING_TO_OK"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := newLab(t)
			l.alarm(tt.query, tt.more)
			if got := l.minutes(tt.reports...); got != tt.want {
				t.Errorf("said\n%s, want\n%s", got, tt.want)
			}
		})
	}
}

func TestAnAlarmLooksAtNothingFromBeforeItself(t *testing.T) {
	const fired = "3 OK_TO_FIRING A, 4 FIRING_TO_OK"
	for _, test := range []struct {
		blank, before bool
		want          string
	}{
		{blank: true, before: true, want: ""},
		{blank: true, before: false, want: fired}, // in the same minute as the alarm
		{blank: false, before: true, want: fired},
	} {
		l := newLab(t, func(o *Options) { o.Fidelity.AlarmsStartBlank = test.blank })
		begin := l.clock
		if test.before {
			l.report("A=90")
		}
		l.clock = begin.Add(20 * time.Second)
		l.alarm("Temperature[1m].sum() > 80", "")
		l.clock = begin.Add(40 * time.Second)
		if !test.before {
			l.report("A=90")
		}
		l.clock = begin.Add(time.Minute)
		if got := l.minutes(times(6, "A=20")...); got != test.want {
			t.Errorf("%+v: said %q", test, got)
		}
	}
}

// minuteOf is the minute a message is about.
func minuteOf(d delivered, layout string) string {
	return time.UnixMilli(d.Message.TimestampEpochMillis).UTC().Format(layout)
}

// However late a Tick comes, it evaluates minute by minute, and messages say which.
func TestATickCatchesUp(t *testing.T) {
	l := newLab(t)
	l.alarm(hot, "")
	for i := range 90 {
		l.report(map[bool]string{true: "A=90", false: "A=20"}[i%30 < 10])
		l.clock = l.clock.Add(time.Minute)
	}
	l.pass(time.Minute)
	var got []string
	for _, d := range l.sent {
		got = append(got, d.Message.Type+" "+minuteOf(d, "15:04"))
	}
	want := "OK_TO_FIRING 12:01, FIRING_TO_OK 12:11, OK_TO_FIRING 12:31, FIRING_TO_OK 12:41, OK_TO_FIRING 13:01, FIRING_TO_OK 13:11"
	if text := strings.Join(got, ", "); text != want {
		t.Errorf("said %s, want %s", text, want)
	}
	for _, w := range l.watched {
		if due := l.clock.Add(-3 * time.Minute); !w.evaluated.Equal(due) {
			t.Errorf("evaluated until %v, want %v", w.evaluated, due)
		}
	}
}

func TestNothingIsSaidTwiceBecauseOfARestart(t *testing.T) {
	for _, split := range []bool{false, true} {
		l := newLab(t)
		l.alarm(hot, fmt.Sprintf(`"isNotificationsPerMetricDimensionEnabled": %v, "repeatNotificationDuration": "PT4M"`, split))
		for i := range 12 {
			l.report(map[bool]string{true: "A=90", false: "A=20"}[i < 6])
			l.pass(time.Minute)
			l.restart()
		}
		last := "FIRING_TO_OK"
		if split {
			last += " A"
		}
		if got, want := l.said(noon, 0), "4 OK_TO_FIRING A, 8 REPEAT A, 10 "+last; got != want {
			t.Errorf("split %v: said %s, want %s", split, got, want)
		}
	}
}

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

// The longest look back: an interval and a detection period, from before the slack.
func TestWhatTheLongestAbsenceIsOfIsKept(t *testing.T) {
	l := newLab(t)
	l.alarm("Temperature[1d].absent(3d)", `"evaluationSlackDuration": "PT2H"`)
	l.report("A=20")
	var fired int
	for range 4*24 + 2 {
		l.pass(time.Hour)
		for _, w := range l.watched {
			if w.state.Firing {
				fired++
			}
		}
	}
	if fired != 3*24 {
		t.Errorf("fired for %d hours, want three days", fired)
	}
}

func TestALongPauseIsNotMadeUpFor(t *testing.T) {
	l := newLab(t)
	l.alarm("Temperature[1m].absent(3d)", "")
	l.minutes(times(4, "A=20")...)
	l.pass(30 * 24 * time.Hour)
	for _, w := range l.watched {
		if w.state.Firing || !w.evaluated.Equal(l.clock.Add(-3*time.Minute)) {
			t.Errorf("evaluated until %v, firing %v", w.evaluated, w.state.Firing)
		}
	}
}

// At 60 times the speed of life a minute takes a second.
func TestFasterThanLife(t *testing.T) {
	l := newLab(t, func(o *Options) { o.Speed = 60 })
	id := l.alarm(hot, "")
	for range 3 {
		l.report("A=90")
		l.pass(time.Second)
	}
	for range 6 {
		l.report("A=20")
		l.pass(time.Second)
	}
	var got []string
	for _, d := range l.sent {
		got = append(got, fmt.Sprintf("%s %s sent %s", d.Message.Type, minuteOf(d, "04:05"), d.At.Format("05")))
	}
	if text, want := strings.Join(got, ", "), "OK_TO_FIRING 00:01 sent 04, FIRING_TO_OK 00:04 sent 07"; text != want {
		t.Errorf("said %s, want %s", text, want)
	}
	history := l.must("GET", base+"/alarms/"+id+"/history?alarmHistorytype=STATE_TRANSITION_HISTORY", "").Objects("entries")
	if len(history) != 2 || history[1].String("timestampTriggered") != "2026-01-01T12:00:01.000Z" {
		t.Errorf("history %v", history)
	}
	sums := l.must("POST", base+"/metrics/actions/summarizeMetricsData?compartmentId="+compartment,
		`{"namespace": "servers", "query": "Temperature[1m].count()", "startTime": "2026-01-01T12:00:00Z", "endTime": "2026-01-01T12:00:09Z"}`).Objects("items")
	if len(sums) != 1 || len(sums[0].Objects("aggregatedDatapoints")) < 8 {
		t.Errorf("sums %v", sums)
	}
}

func TestADeletedAlarmIsSilent(t *testing.T) {
	l := newLab(t)
	id := l.alarm(hot, "")
	l.minutes(times(5, "A=90")...)
	l.must("DELETE", base+"/alarms/"+id, "")
	if got := l.minutes(times(6, "A=20")...); got != "" {
		t.Errorf("said %q", got)
	}
	err := l.store.View(context.Background(), func(tx *store.Tx) error {
		_, err := tx.AlarmState(id)
		return err
	})
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("its state: %v, want none", err)
	}
}
