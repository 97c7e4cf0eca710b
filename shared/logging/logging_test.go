package logging

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"
)

func TestCallID(t *testing.T) {
	tests := []struct {
		name string
		ctx  context.Context
		want any
	}{
		{"within a call", WithCall(context.Background(), "01CALL"), "01CALL"},
		{"outside of one", context.Background(), nil},
		{"a call without an id", WithCall(context.Background(), ""), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			New(&out).With("function", "sms-to-incident").InfoContext(test.ctx, "done", "calls", 2)
			var line map[string]any
			if err := json.Unmarshal(out.Bytes(), &line); err != nil {
				t.Fatalf("%q: %v", out.String(), err)
			}
			if line["callId"] != test.want || line["function"] != "sms-to-incident" || line["calls"] != 2.0 {
				t.Errorf("line = %v, want callId %v", line, test.want)
			}
		})
	}
}
