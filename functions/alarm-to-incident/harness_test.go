package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/desk"
	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/credentials"
	"github.com/cxbridge/cxbridge/shared/function/functiontest"
	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/cxbridge/cxbridge/shared/ledger/ledgertest"
	"github.com/cxbridge/cxbridge/shared/logging"
	"github.com/google/go-cmp/cmp"
)

// noon is when the tests' alarms begin.
var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

// plain are credentials that are at hand.
type plain struct{}

func (plain) Value(context.Context) (credentials.Pair, error) {
	return credentials.Pair{User: "cxbridge", Password: "correct horse"}, nil
}
func (plain) Invalidate(credentials.Pair) {}

// bench is the function between a ledger in memory and the simulated B2C Service, over TLS.
type bench struct {
	t       testing.TB
	site    *httptest.Server
	desk    http.Handler
	table   *ledgertest.Table
	handler http.Handler
	log     functiontest.Log

	mu  sync.Mutex
	now time.Time // at the desk and in the function
	// meddle, if it is set, answers the function's calls in place of the desk
	meddle func(w http.ResponseWriter, r *http.Request)
}

func newBench(t testing.TB, settings map[string]string) *bench {
	t.Helper()
	b := &bench{t: t, now: noon, table: ledgertest.New(t)}
	d, err := desk.New(desk.Options{Path: filepath.Join(t.TempDir(), "desk.db"), User: "cxbridge", Password: "correct horse",
		FirstContact: "Oracle Cloud Monitoring", Clock: b.clock})
	if err != nil {
		t.Fatal(err)
	}
	b.desk = d.Handler()
	b.site = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if b.meddle != nil {
			b.meddle(w, r)
			return
		}
		b.desk.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		b.site.Close()
	})
	b.handler = b.instance(b.table.Ledger(), settings)
	return b
}

// instance is another instance of the function.
func (b *bench) instance(l *ledger.Ledger, settings map[string]string) *handler {
	b.t.Helper()
	cfg := config.NewReader(func(key string) string {
		if value, ok := settings[key]; ok {
			return value
		}
		return map[string]string{"b2cservice_contact_id": "1"}[key]
	})
	client, err := b2c.New(b2c.Options{
		Hostname: strings.TrimPrefix(b.site.URL, "https://"), ApplicationContext: "cxbridge", Credentials: plain{},
		RootCAs: b.site.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs,
		Clock:   b.clock,
		Sleep:   func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	if err != nil {
		b.t.Fatal(err)
	}
	h := &handler{settings: newSettings(cfg), b2c: client, ledger: l, parallel: maxParallel, clock: b.clock, log: logging.New(&b.log)}
	if err := cfg.Err(); err != nil {
		b.t.Fatal(err)
	}
	return h
}

func (b *bench) clock() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

// pass lets time pass at the desk and in the function.
func (b *bench) pass(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

// deliver delivers a message, and returns the answer's status and message.
func (b *bench) deliver(body string) (status int, message string) {
	return deliver(b.t.Context(), b.handler, body)
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
	b.t.Helper()
	for _, body := range bodies {
		if status, message := b.deliver(body); status != http.StatusOK {
			b.t.Fatalf("answer = %d %s for %s\n%s", status, message, body, &b.log)
		}
	}
}

// fail plans a fault at the desk.
func (b *bench) fail(fault string) {
	b.t.Helper()
	b.call(http.StatusCreated, http.MethodPost, "/desk/faults", fault, nil)
}

// agent changes an incident as an agent does.
func (b *bench) agent(incident int, change string) {
	b.t.Helper()
	b.call(http.StatusOK, http.MethodPatch, fmt.Sprintf("/services/rest/connect/latest/incidents/%d", incident), change, nil)
}

// call calls the desk past the function's connection.
func (b *bench) call(status int, method, path, body string, result any) {
	b.t.Helper()
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.SetBasicAuth("cxbridge", "correct horse")
	request.Header.Set("OSvC-CREST-Application-Context", "agent")
	recorder := httptest.NewRecorder()
	b.desk.ServeHTTP(recorder, request)
	if recorder.Code != status {
		b.t.Fatalf("%s %s: %d %s", method, path, recorder.Code, recorder.Body)
	}
	if result != nil {
		if err := json.Unmarshal(recorder.Body.Bytes(), result); err != nil {
			b.t.Fatalf("%s %s: %v", method, path, err)
		}
	}
}

// calls returns what the function called since the last time, as "GET incidents".
func (b *bench) calls() []string {
	b.t.Helper()
	var journal struct {
		Items []struct{ Method, Path, Context string }
	}
	var calls []string
	b.call(http.StatusOK, http.MethodGet, "/desk/requests", "", &journal)
	for _, entry := range journal.Items {
		calls = append(calls, entry.Method+" "+strings.TrimPrefix(entry.Path, "/services/rest/connect/latest/"))
	}
	b.call(http.StatusNoContent, http.MethodDelete, "/desk/requests", "", nil)
	return calls
}

func (b *bench) expectCalls(want ...string) {
	b.t.Helper()
	if diff := cmp.Diff(want, b.calls()); diff != "" {
		b.t.Errorf("calls of B2C Service (-want +got): %s", diff)
	}
}
