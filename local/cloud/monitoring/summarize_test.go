package monitoring

import (
	"fmt"
	"strings"
	"testing"
)

func TestWhatMayBeSummarized(t *testing.T) {
	l := newLab(t)
	l.report("A=90")
	for _, tt := range []struct {
		query, more string
		want        string // what the error says; empty: it is answered
	}{
		{"Temperature[5m].mean()", ``, ""},
		{"Temperature[5m].mean()", `"resolution": "5m"`, ""},
		{"Temperature[5m].mean()", `"resolution": "6m"`, "longer than an interval"},
		{"Temperature[1h].mean() - Temperature[5m].mean()", `"resolution": "1h"`, "longer than an interval"},
		{"Temperature[2h].mean()", `"resolution": "90m"`, `"90m"`},
		{"Temperature[1d].mean()", `"resolution": "25h"`, `"25h"`},
		{"Temperature[1m].mean()", `"resolution": "PT1M"`, `"PT1M"`},
		{"Temperature[1m]", ``, "statistic"},
		{"Temperature[1m].mean()", `"startTime": "yesterday"`, "startTime"},
		{"Temperature[1m].mean()", `"startTime": "2026-01-01T12:00:00Z", "endTime": "2026-01-01T12:00:00Z"`, "not before"},
		{"Temperature[1m].mean()", `"startTime": "2020-01-01T12:00:00Z"`, "coarser"},
	} {
		body := fmt.Sprintf(`{"namespace": "servers", "query": %q`, tt.query)
		if tt.more != "" {
			body += ", " + tt.more
		}
		status, doc := l.call("POST", base+"/metrics/actions/summarizeMetricsData?compartmentId="+compartment, body+"}")
		if tt.want == "" && status != 200 {
			t.Errorf("%s %s: %d %v", tt.query, tt.more, status, doc)
		}
		if tt.want != "" && (status != 400 || doc.String("code") != "InvalidParameter" || !strings.Contains(doc.String("message"), tt.want)) {
			t.Errorf("%s %s: %d %v, want 400 and a message that says %q", tt.query, tt.more, status, doc, tt.want)
		}
	}
}
