package monitoring

import (
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/store"
)

func names(items []store.Document) string {
	var words []string
	for _, item := range items {
		words = append(words, item.String("displayName")+" "+item.String("status"))
	}
	return strings.Join(words, ", ")
}

func TestStatusOfAlarms(t *testing.T) {
	l := newLab(t)
	l.alarm(hot, `"displayName": "Hot"`)
	l.alarm("Temperature[1m].max() < 0", `"displayName": "Cold", "severity": "INFO"`)
	l.alarm(hot, `"displayName": "Quiet", "severity": "ERROR", "suppression": {"timeSuppressFrom": "2026-01-01T12:00:00Z", "timeSuppressUntil": "2026-01-01T12:05:00Z"}`)
	l.alarm(hot, `"displayName": "Root", "compartmentId": "`+tenancy+`"`)
	l.minutes(times(5, "A=90")...)
	for _, tt := range []struct{ query, want string }{
		{"", "Cold OK, Hot FIRING, Quiet SUSPENDED"},
		{"&status=FIRING", "Hot FIRING"},
		{"&displayName=Cold", "Cold OK"},
		{"&sortBy=severity", "Hot FIRING, Quiet SUSPENDED, Cold OK"},
		{"&sortBy=displayName&sortOrder=DESC", "Quiet SUSPENDED, Hot FIRING, Cold OK"},
		{"&resourceId=A", ""},
		{"&limit=1", "Cold OK"},
	} {
		if got := names(l.must("GET", base+"/alarms/status?compartmentId="+compartment+tt.query, "").Objects("items")); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.query, got, tt.want)
		}
	}
	all := l.must("GET", base+"/alarms/status?compartmentIdInSubtree=true&compartmentId="+tenancy, "").Objects("items")
	if got := names(all); got != "Cold OK, Hot FIRING, Quiet SUSPENDED, Root FIRING" {
		t.Errorf("the whole tenancy: %s", got)
	}
	if got := all[1].String("timestampTriggered"); got != "2026-01-01T12:01:00.000Z" {
		t.Errorf("triggered at %s", got)
	}
	for query, want := range map[string]int{"": 400, "?compartmentId=x": 404, "?compartmentIdInSubtree=true&compartmentId=" + compartment: 400} {
		if status, doc := l.call("GET", base+"/alarms/status"+query, ""); status != want {
			t.Errorf("%s: %d %v, want %d", query, status, doc, want)
		}
	}
	l.clock = l.clock.Add(time.Minute)
	if got := names(l.must("GET", base+"/alarms/status?displayName=Quiet&compartmentId="+compartment, "").Objects("items")); got != "Quiet FIRING" {
		t.Errorf("after the suppression: %s", got)
	}
}

// The summary is the message's, wherever it is shown (oci-go-sdk: monitoring.Alarm).
func TestSummariesAreRenderedEverywhere(t *testing.T) {
	l := newLab(t)
	id := l.alarm(hot, `"notificationVersion": "1.X", "alarmSummary": "{{status}} at {{dimensions.server}}, {{timestamp}}, {{dedupeKey}}",
		"isNotificationsPerMetricDimensionEnabled": true`)
	l.minutes(times(5, "A=90")...)
	want := l.sent[0].Message.AlarmMetaData[0].AlarmSummary
	if key := l.sent[0].Message.DedupeKey; want != "FIRING at A, 2026-01-01T12:01:00Z, "+key {
		t.Fatalf("sent %q", want)
	}
	states := l.must("POST", base+"/alarms/"+id+"/actions/retrieveDimensionStates", "{}").Objects("items")
	if got := states[0].String("alarmSummary"); got != want {
		t.Errorf("state of the stream: %q, want %q", got, want)
	}
	want = strings.Replace(want, l.sent[0].Message.DedupeKey, dedupeKey(id, ""), 1)
	if got := l.must("GET", base+"/alarms/status?compartmentId="+compartment, "").Objects("items")[0].String("alarmSummary"); got != want {
		t.Errorf("status of the alarm: %q, want %q", got, want)
	}
	for _, entry := range l.must("GET", base+"/alarms/"+id+"/history", "").Objects("entries") {
		if got := entry.String("alarmSummary"); got != want {
			t.Errorf("history: %q, want %q", got, want)
		}
	}
}

func TestHistoryHasPagesAndATimeRange(t *testing.T) {
	l := newLab(t)
	id := l.alarm(hot, "")
	l.minutes("A=90", "A=20", "A=90", "A=20", "", "", "")
	summaries := func(query string) string {
		var words []string
		for _, entry := range l.must("GET", base+"/alarms/"+id+"/history"+query, "").Objects("entries") {
			words = append(words, strings.TrimPrefix(strings.TrimPrefix(entry.String("summary"), "State transitioned "), "The alarm state is "))
		}
		return strings.Join(words, ", ")
	}
	for query, want := range map[string]string{
		"?alarmHistorytype=STATE_HISTORY":                                                              "OK, FIRING, OK, FIRING",
		"?alarmHistorytype=STATE_TRANSITION_HISTORY&limit=1":                                           "from Firing to OK",
		"?alarmHistorytype=RULE_HISTORY":                                                               "",
		"?alarmHistorytype=STATE_HISTORY&timestampGreaterThanOrEqualTo=2026-01-01T12:06:00Z":           "OK, FIRING",
		"?alarmHistorytype=STATE_HISTORY&timestampLessThan=2026-01-01T12:05:00Z":                       "FIRING",
		"?timestampGreaterThanOrEqualTo=2026-01-01T12:07:00Z&timestampLessThan=2026-01-01T12:08:00.0Z": "from Firing to OK, OK",
	} {
		if got := summaries(query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	if status, _ := l.call("GET", base+"/alarms/"+id+"/history?alarmHistorytype=ALL", ""); status != 400 {
		t.Errorf("an unknown type: %d", status)
	}
	if status, _ := l.call("GET", base+"/alarms/ocid1.alarm.x/history", ""); status != 404 {
		t.Errorf("an unknown alarm: %d", status)
	}
}
