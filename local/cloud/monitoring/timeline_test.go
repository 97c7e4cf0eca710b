package monitoring

import (
	"slices"
	"testing"
	"time"
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
