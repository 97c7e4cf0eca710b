package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/incidents/incidentstest"
	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/cxbridge/cxbridge/shared/logging"
)

// noon is when the tests' tickets begin.
var noon = incidentstest.Noon

// filed is an incident as it stands at the desk.
type filed = incidentstest.Filed

// least is the least configuration.
var least = map[string]string{
	"b2cservice_contact_id": "1",
	"event_apis":            `{"troubleTicket":{"version":"v4"},"productOrderingManagement":{"version":"v4"},"customerBillManagement":{"version":"v5"}}`,
}

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
	cfg := reader(settings)
	h := &handler{settings: newSettings(cfg), b2c: b.Client(), ledger: l, clock: b.Now, log: logging.New(&b.Log)}
	if err := cfg.Err(); err != nil {
		b.T.Fatal(err)
	}
	return h
}

// reader reads the least configuration, changed by settings.
func reader(settings map[string]string) *config.Reader {
	return config.NewReader(func(key string) string {
		if value, ok := settings[key]; ok {
			return value
		}
		return least[key]
	})
}

// deliver delivers a trouble ticket's event, and returns the answer's status.
func (b *bench) deliver(body string) int {
	return deliver(b.T.Context(), b.handler, "troubleTicket", body).Code
}

func deliver(ctx context.Context, h http.Handler, api, body string) *httptest.ResponseRecorder {
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/webhooks/events/"+api, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Listener-Api", api)
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, request)
	return recorder
}

// must delivers trouble tickets' events that have to be taken.
func (b *bench) must(bodies ...string) {
	b.T.Helper()
	for _, body := range bodies {
		if status := b.deliver(body); status != http.StatusCreated {
			b.T.Fatalf("answer = %d for %s\n%s", status, body, &b.Log)
		}
	}
}

func read(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
