package main

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/b2c/b2ctest"
	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/credentials"
	"github.com/cxbridge/cxbridge/shared/function/functiontest"
	"github.com/cxbridge/cxbridge/shared/logging"
	"github.com/cxbridge/cxbridge/shared/phone"
	"github.com/cxbridge/cxbridge/shared/webhook"
	"github.com/google/go-cmp/cmp"
)

// bench is the function in front of a B2C Service.
type bench struct {
	site     *b2ctest.Server
	function *functiontest.Function
	deadline time.Time // of the calls; none where it is zero
	log      functiontest.Log
}

func newBench(t testing.TB, entryType string) *bench {
	t.Helper()
	b := &bench{site: b2ctest.New(t)}
	cfg := config.NewReader(func(key string) string {
		return map[string]string{"b2cservice_username": b2ctest.User, "b2cservice_password": b2ctest.Password}[key]
	})
	client, err := b2c.New(b2c.Options{
		Hostname: b.site.Hostname(), RootCAs: b.site.RootCAs(), ApplicationContext: "cxbridge",
		Credentials: credentials.Login{
			User:     credentials.Required(cfg, "b2cservice_username", credentials.Options{}),
			Password: credentials.Required(cfg, "b2cservice_password", credentials.Options{}),
		},
		Sleep:       func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		WithTimeout: b.site.Patience.WithTimeout,
	})
	if err != nil {
		t.Fatal(err)
	}
	phones, err := phone.NewReader("US")
	if err != nil {
		t.Fatal(err)
	}
	allowed, err := webhook.ParseNetworks("203.0.113.0/24")
	if err != nil {
		t.Fatal(err)
	}
	log := logging.New(&b.log)
	h := &handler{b2c: client, phones: phones, entryType: entryType, clock: time.Now, log: log}
	b.function = functiontest.Serve(t, webhook.Guard{Configured: true, Allowed: allowed, Log: log}.Protect(h))
	return b
}

// send posts a body as a vendor does, with other headers on top.
func (b *bench) send(t testing.TB, contentType, body string, other map[string]string) functiontest.Answer {
	t.Helper()
	header := map[string]string{"Content-Type": contentType, "X-Forwarded-For": "203.0.113.7"}
	maps.Copy(header, other)
	answer, err := b.function.Gateway(t.Context(), functiontest.Request{Header: header, Body: body, CallID: "01CALL", Deadline: b.deadline})
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func read(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(content))
}

func expectCalls(t *testing.T, site *b2ctest.Server, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, site.Calls()); diff != "" {
		t.Errorf("calls of B2C Service (-want +got): %s", diff)
	}
}

func incident(t *testing.T, call b2ctest.Call) b2c.Incident {
	t.Helper()
	var incident b2c.Incident
	if err := json.Unmarshal([]byte(call.Body), &incident); err != nil {
		t.Fatalf("%s: %v", call.Body, err)
	}
	return incident
}
