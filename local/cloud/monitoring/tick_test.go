package monitoring

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/store"
)

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
