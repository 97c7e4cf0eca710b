package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/incidents/incidentstest"
	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/cxbridge/cxbridge/shared/logging"
)

// noon is when the tests' alarms begin.
var noon = incidentstest.Noon

// filed is an incident as it stands at the desk.
type filed = incidentstest.Filed

// bench is the function between a ledger in memory and the simulated B2C Service.
type bench struct {
	*incidentstest.Bench
	handler http.Handler
}

func newBench(t testing.TB, settings map[string]string) *bench {
	t.Helper()
	b := &bench{Bench: incidentstest.New(t)}
	b.handler = b.instance(b.Table.Ledger(), settings)
	return b
}

// instance is another instance of the function.
func (b *bench) instance(l *ledger.Ledger, settings map[string]string) *handler {
	b.T.Helper()
	cfg := config.NewReader(func(key string) string {
		if value, ok := settings[key]; ok {
			return value
		}
		return map[string]string{"b2cservice_contact_id": "1"}[key]
	})
	h := &handler{settings: newSettings(cfg), b2c: b.Client(), ledger: l, parallel: maxParallel, clock: b.Now, log: logging.New(&b.Log)}
	if err := cfg.Err(); err != nil {
		b.T.Fatal(err)
	}
	return h
}

// deliver delivers a message, and returns the answer's status and message.
func (b *bench) deliver(body string) (status int, message string) {
	return deliver(b.T.Context(), b.handler, body)
}

func deliver(ctx context.Context, h http.Handler, body string) (status int, message string) {
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, httptest.NewRequestWithContext(ctx, http.MethodPost, "/", strings.NewReader(body)))
	var answer struct{ Message string }
	json.Unmarshal(recorder.Body.Bytes(), &answer)
	return recorder.Code, answer.Message
}

// must delivers messages that have to be taken.
func (b *bench) must(bodies ...string) {
	b.T.Helper()
	for _, body := range bodies {
		if status, message := b.deliver(body); status != http.StatusOK {
			b.T.Fatalf("answer = %d %s for %s\n%s", status, message, body, &b.Log)
		}
	}
}
