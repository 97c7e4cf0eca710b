package monitoring

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the messages to testdata")

// The documents in testdata are what is documented, with our alarm's OCID and key left
// out. Each is compared with what the topic got, byte for byte.
func TestMessagesAreAsDocumented(t *testing.T) {
	for _, tt := range []struct {
		file, more string
		reports    []string
		message    int
	}{
		{"grouped-1.5-firing", `"notificationVersion": "1.X", "body": "Follow the runbook", "notificationTitle": "Servers are hot"`, times(5, "A=92 B=90.126"), 0},
		{"grouped-1.5-ok", `"notificationVersion": "1.X"`, slices.Concat(times(1, "A=92"), times(5, "A=20")), 1},
		{"grouped-1.0-firing", `"body": "Follow the runbook"`, times(5, "A=92"), 0},
		{"grouped-1.0-ok", `"body": "Follow the runbook"`, slices.Concat(times(1, "A=92"), times(5, "A=20")), 1},
		{"split-1.5-firing", `"notificationVersion": "1.X", "isNotificationsPerMetricDimensionEnabled": true, "pendingDuration": "PT2M"`, times(5, "A=92 B=20"), 0},
		{"split-1.5-ok", `"notificationVersion": "1.X", "isNotificationsPerMetricDimensionEnabled": true`, slices.Concat(times(1, "A=92"), times(5, "A=20")), 1},
		{"grouping-1.5-firing", `"notificationVersion": "1.X", "query": "Temperature[1m].grouping().max() > 80"`, times(5, "A=92 B=20"), 0},
		{"pretty", `"messageFormat": "PRETTY_JSON"`, times(5, "A=92"), 0},
		{"templates", `"notificationVersion": "1.X", "notificationTitle": "{{severity}} at {{timestamp}}", "alarmSummary": "{{status}}: {{totalMetricsFiring}} of {{namespace}}",
			"body": "{{query}} {{{query}}} {{metricValues}} {{ dimensions.server }} {{dimensions.rack}} {{nothing}}"`, times(5, "A=92"), 0},
		{"templates-ok", `"notificationVersion": "1.X", "body": "{{metricValues}} {{type}}"`, slices.Concat(times(1, "A=92"), times(5, "A=20")), 1},
	} {
		t.Run(tt.file, func(t *testing.T) {
			l := newLab(t)
			id := l.alarm(hot, tt.more)
			l.minutes(tt.reports...)
			if len(l.sent) <= tt.message {
				t.Fatalf("%d messages", len(l.sent))
			}
			d := l.sent[tt.message]
			if d.Topic != l.topic || d.Title != d.Message.Title {
				t.Errorf("sent to %s as %q", d.Topic, d.Title)
			}
			got := strings.NewReplacer(id, "ALARM", d.Message.DedupeKey, "KEY").Replace(d.Raw) + "\n"
			file := filepath.Join("testdata", tt.file+".json")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAMessageListsAHundredStreamsAndCountsThemAll(t *testing.T) {
	l := newLab(t)
	l.alarm(hot, `"notificationVersion": "1.X"`)
	for i := range 120 {
		l.report(fmt.Sprintf("server-%03d=90", i))
	}
	l.minutes(times(5, "")...)
	about := l.sent[0].Message.AlarmMetaData[0]
	if len(about.Dimensions) != 100 || len(about.MetricValues) != 100 || about.TotalMetricsFiring != 120 {
		t.Errorf("%d dimensions, %d values, %d firing", len(about.Dimensions), len(about.MetricValues), about.TotalMetricsFiring)
	}
}

func TestTheKeyStaysAndTellsStreamsApart(t *testing.T) {
	keys := func(split bool) (list []string) {
		l := newLab(t)
		l.alarm(hot, fmt.Sprintf(`"isNotificationsPerMetricDimensionEnabled": %v`, split))
		l.minutes(slices.Concat(times(1, "A=90 B=90"), times(5, "A=20 B=20"), times(1, "A=90 B=90"), times(5, "A=20 B=20"))...)
		for _, d := range l.sent {
			list = append(list, d.Message.DedupeKey)
		}
		return list
	}
	grouped, split := keys(false), keys(true)
	slices.Sort(split)
	if len(grouped) != 4 || len(slices.Compact(grouped)) != 1 {
		t.Errorf("grouped: %v, want one key in four messages", grouped)
	}
	if len(split) != 8 || len(slices.Compact(split)) != 2 {
		t.Errorf("split: %v, want two keys in eight messages", split)
	}
}

func TestVersionsBetween(t *testing.T) {
	for minor, want := range map[int][]string{
		0: {"1", "[alarmMetaData body dedupeKey severity timestampEpochMillis title type version]", "[dimensions id query severity status totalMetricsFiring]"},
		3: {"1.3", "[alarmMetaData body dedupeKey severity timestamp timestampEpochMillis title type version]",
			"[alarmUrl dimensions id namespace query severity status totalMetricsFiring]"},
		5: {"1.5", "[alarmMetaData body dedupeKey notificationType severity timestamp timestampEpochMillis title type version]",
			"[alarmSummary alarmUrl dimensions id metricValues namespace query severity status totalMetricsFiring]"},
	} {
		l := newLab(t, func(o *Options) { o.Fidelity.UnversionedAlarmMinor = minor })
		l.alarm(hot, "")
		l.minutes(times(5, "A=92")...)
		var m map[string]any
		if err := json.Unmarshal([]byte(l.sent[0].Raw), &m); err != nil {
			t.Fatal(err)
		}
		about := m["alarmMetaData"].([]any)[0].(map[string]any)
		if got := []string{fmt.Sprint(m["version"]), fmt.Sprint(keysOf(m)), fmt.Sprint(keysOf(about))}; !slices.Equal(got, want) {
			t.Errorf("1.%d: %q, want %q", minor, got, want)
		}
	}
}

func keysOf(m map[string]any) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func FuzzRender(f *testing.F) {
	for _, seed := range []string{"{{severity}}", "{{{severity}}}", "{{ nothing }}", "{{{", "}} {{a}} {{{{severity}}}}"} {
		f.Add(seed)
	}
	v := vars{"severity": "<CRITICAL>"}
	f.Fuzz(func(t *testing.T, text string) {
		if got := v.render(text); !strings.Contains(text, "severity") && got != text {
			t.Errorf("%q became %q", text, got)
		}
	})
}
