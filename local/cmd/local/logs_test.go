package main

import (
	"strings"
	"testing"
	"time"
)

// Entries are older than a day, too: those are told from today's.
func TestPrintEntry(t *testing.T) {
	now := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	function := map[string]any{"functionName": "sms-to-incident", "message": "took it"}
	access := map[string]any{"httpMethod": "POST", "requestUri": "/webhooks/sms", "remoteAddr": "127.0.0.1", "status": 401, "requestDuration": 0.0124}
	for name, test := range map[string]struct {
		at   string
		data map[string]any
		want string
	}{
		"today":     {"2026-03-14T11:59:58.5Z", function, "11:59:58 sms-to-incident: took it\n"},
		"yesterday": {"2026-03-13T11:59:58.5Z", function, "2026-03-13 11:59:58 sms-to-incident: took it\n"},
		"access":    {"2026-03-14T11:59:58.5Z", access, "11:59:58 gateway: POST /webhooks/sms from 127.0.0.1 answered 401 in 0.012 s\n"},
		"execution": {"2026-03-14T11:59:58.5Z", map[string]any{"code": "execution"}, ""},
	} {
		var out strings.Builder
		entry := map[string]any{"logContent": map[string]any{"time": test.at, "data": test.data}}
		if err := printEntry(&out, entry, false, now); err != nil || out.String() != test.want {
			t.Errorf("%s: printed %q, %v, want %q", name, out.String(), err, test.want)
		}
	}
}
