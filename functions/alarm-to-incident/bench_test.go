package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/function"
	"github.com/cxbridge/cxbridge/shared/logging"
	fdk "github.com/fnproject/fdk-go"
)

// topicCall is a call as fdk-go makes it of one by Notifications.
type topicCall struct{ fdk.Context }

func (topicCall) CallID() string { return "01CALL" }
func (topicCall) Header() http.Header {
	return http.Header{"Content-Type": {"application/json"}, "X-Oci-Ns-Messageid": {"m"}}
}

// BenchmarkWarmRepeat measures an hourly repeat in a hot function: two calls over TLS to a B2C Service that answers at once, and a
// ledger in memory. The budget of the function's own time is 1 ms; what is measured includes the other end of the TLS
// connection.
func BenchmarkWarmRepeat(b *testing.B) {
	bench := newBench(b, nil)
	bench.must(fires(0, "A", "B"))
	bench.Meddle = func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		if r.Method == http.MethodGet {
			io.WriteString(w, `{"id":1,"lookupName":"260314-000000","severity":{"id":2,"lookupName":"2 - Severe"},`+
				`"statusWithType":{"status":{"id":1,"lookupName":"Unresolved"},"statusType":{"id":1,"lookupName":"Unresolved"}}}`)
		}
	}
	h := bench.instance(bench.Table.Ledger(), nil)
	h.log = logging.New(io.Discard)
	f := function.Adapt(h)
	ctx := fdk.WithContext(b.Context(), topicCall{})
	hour := 0
	run := func() {
		hour++
		bench.Pass(time.Hour)
		answer := httptest.NewRecorder()
		if f.Serve(ctx, strings.NewReader(repeats(60*hour, "A", "B")), answer); answer.Code != 200 || !strings.Contains(answer.Body.String(), "changed") {
			b.Fatalf("answer = %d %s", answer.Code, answer.Body)
		}
	}
	run() // connects
	b.ReportAllocs()
	for b.Loop() {
		run()
	}
}
