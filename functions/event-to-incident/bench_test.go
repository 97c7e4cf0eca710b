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

// gatewayCall is a call as fdk-go makes it of one by the gateway.
type gatewayCall struct{ fdk.HTTPContext }

func (gatewayCall) CallID() string        { return "01CALL" }
func (gatewayCall) RequestURL() string    { return "/webhooks/events/troubleTicket" }
func (gatewayCall) RequestMethod() string { return http.MethodPost }
func (gatewayCall) Header() http.Header {
	return http.Header{"Content-Type": {"application/json"}, "X-Listener-Api": {"troubleTicket"}}
}

// BenchmarkWarmChange measures an event of a known ticket in a hot function: two calls over TLS to a B2C Service that answers at
// once, and a ledger in memory. The budget of the function's own time is 1 ms; what is measured includes the other end of the
// TLS connection.
func BenchmarkWarmChange(b *testing.B) {
	bench := newBench(b, nil)
	bench.must(created(0))
	bench.Meddle = func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		if r.Method == http.MethodGet {
			io.WriteString(w, `{"id":1,"lookupName":"260314-000000","severity":null,`+
				`"statusWithType":{"status":{"id":1,"lookupName":"Unresolved"},"statusType":{"id":1,"lookupName":"Unresolved"}}}`)
		}
	}
	h := bench.instance(bench.Table.Ledger(), nil)
	h.log = logging.New(io.Discard)
	f := function.Adapt(h)
	ctx := fdk.WithContext(b.Context(), gatewayCall{})
	hour := 0
	run := func() {
		hour++
		bench.Pass(time.Hour)
		answer := httptest.NewRecorder()
		if f.Serve(ctx, strings.NewReader(turned(60*hour, "inProgress")), answer); answer.Code != http.StatusCreated {
			b.Fatalf("answer = %d %s", answer.Code, answer.Body)
		}
	}
	run() // connects
	b.ReportAllocs()
	for b.Loop() {
		run()
	}
}
