package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/credentials"
	"github.com/cxbridge/cxbridge/shared/function"
	"github.com/cxbridge/cxbridge/shared/function/functiontest"
	"github.com/cxbridge/cxbridge/shared/logging"
	"github.com/cxbridge/cxbridge/shared/webhook"
)

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

// vault holds secrets by OCID, or does not answer. Its clock is the authorizer's.
type vault struct {
	mu      sync.Mutex
	secrets map[string]string
	err     error
	passed  time.Duration // since noon
}

func (v *vault) Read(_ context.Context, ocid string) (string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.secrets[ocid], v.err
}

func (v *vault) set(key, value string, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.secrets[key], v.err = value, err
}

func (v *vault) now() time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	return noon.Add(v.passed)
}

func (v *vault) wait(d time.Duration) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.passed += d
}

// newAuthorizer returns an authorizer that demands the secrets that a vault holds, under the names of their settings, and the
// networks that are not empty.
func newAuthorizer(t testing.TB, v *vault, networks string, log *functiontest.Log) *authorizer {
	t.Helper()
	cfg := config.NewReader(func(key string) string {
		if v.secrets[strings.TrimSuffix(key, "_ocid")] == "" || !strings.HasSuffix(key, "_ocid") {
			return ""
		}
		return strings.TrimSuffix(key, "_ocid")
	})
	options := credentials.Options{Vault: v, MaxAge: maxSecretAge, Clock: v.now}
	allowed, err := webhook.ParseNetworks(networks)
	if err != nil {
		t.Fatal(err)
	}
	return &authorizer{
		secret:   credentials.New(cfg, "webhook_secret", options),
		accounts: credentials.New(cfg, "basic_accounts", options),
		allowed:  allowed, clock: v.now, log: logging.New(log),
	}
}

// user is a request with arguments.
func user(data string) string { return `{"type":"USER_DEFINED","data":` + data + `}` }

func TestDecisions(t *testing.T) {
	const network = "203.0.113.0/24"
	admitted, err := os.ReadFile("testdata/admitted.json")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name     string
		secret   string // "" for none demanded
		networks string
		request  string
		active   bool
	}{
		{"both hold", "open sesame", network, string(admitted), true},
		{"header", "open sesame", "", user(`{"secret_header":"open sesame"}`), true},
		{"query", "open sesame", "", user(`{"secret_query":"open sesame"}`), true},
		{"encoded query", "open+sesame/=", "", user(`{"secret_query":"open%2Bsesame%2F%3D"}`), true},
		{"query with a plus of its own", "open+sesame", "", user(`{"secret_query":"open+sesame"}`), true},
		{"query that only looks encoded", "100%", "", user(`{"secret_query":"100%"}`), true},
		{"header is not decoded", "open sesame", "", user(`{"secret_header":"open%20sesame"}`), false},
		{"one of several", "open sesame", "", user(`{"secret_header":["wrong","open sesame"]}`), true},
		{"wrong header, right query", "open sesame", "", user(`{"secret_header":"wrong","secret_query":"open sesame"}`), true},
		{"address alone", "", network, user(`{"client_address":"203.0.113.7"}`), true},
		{"no address shown", "", network, user(`{}`), true},
		{"no address shown, right secret", "open sesame", network, user(`{"secret_header":"open sesame"}`), true},

		{"wrong secret", "open sesame", "", user(`{"secret_header":"Open sesame"}`), false},
		{"empty secret", "open sesame", "", user(`{"secret_header":""}`), false},
		{"no secret", "open sesame", "", user(`{}`), false},
		{"null secret", "open sesame", "", user(`{"secret_header":null}`), false},
		{"right address, no secret", "open sesame", network, user(`{"client_address":"203.0.113.7"}`), false},
		{"wrong address, right secret", "open sesame", network, user(`{"secret_header":"open sesame","client_address":"198.51.100.1"}`), false},
		{"one address of several is outside", "", network, user(`{"client_address":["203.0.113.7","198.51.100.1"]}`), false},
		{"not an address", "", network, user(`{"client_address":"localhost"}`), false},
		{"nothing demanded", "", "", string(admitted), false},
		{"single-argument request", "open sesame", "", `{"type":"TOKEN","token":"open sesame"}`, false},
		{"no type", "open sesame", "", `{"data":{"secret_header":"open sesame"}}`, false},
		{"not JSON", "open sesame", "", `secret_header=open sesame`, false},
		{"two values", "open sesame", "", string(admitted) + string(admitted), false},
		{"a number for a value", "open sesame", "", user(`{"secret_header":1}`), false},
		{"empty", "open sesame", "", "", false},
		{"too large", "open sesame", "", user(`{"secret_header":"open sesame","secret_query":"` + strings.Repeat("x", maxRequest) + `"}`), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := &vault{secrets: map[string]string{"webhook_secret": test.secret}}
			var log functiontest.Log
			answer, err := functiontest.Serve(t, newAuthorizer(t, v, test.networks, &log)).Invoke(t.Context(), test.request)
			if err != nil {
				t.Fatal(err)
			}
			want := decision{WWWAuthenticate: `Secret realm="webhooks"`}
			if test.active {
				want = decision{Active: true, ExpiresAt: "2026-01-02T12:01:00Z"}
			}
			var got decision
			if err := json.Unmarshal([]byte(answer.Body), &got); err != nil || got != want || answer.Status != 200 {
				t.Errorf("answer = %d %s, want %+v", answer.Status, answer.Body, want)
			}
			if strings.Contains(log.String(), "sesame") || strings.Count(log.String(), "\n") != 1 {
				t.Errorf("log = %s", log.String())
			}
		})
	}
}

// TestVaultDown: no answer at all, which the gateway makes a 502 of and does not keep.
func TestVaultDown(t *testing.T) {
	var log functiontest.Log
	v := &vault{secrets: map[string]string{"webhook_secret": "open sesame"}, err: errors.New("503 ServiceUnavailable")}
	f := functiontest.Serve(t, newAuthorizer(t, v, "", &log))
	const request = `{"type":"USER_DEFINED","data":{"secret_header":"open sesame"}}`
	if answer, err := f.Invoke(t.Context(), request); err == nil {
		t.Errorf("answer = %+v, want the call broken off", answer)
	}
	if !strings.Contains(log.String(), "webhook_secret_ocid") {
		t.Errorf("the log does not say what could not be read: %s", log.String())
	}
	v.set("webhook_secret", "open sesame", nil)
	if answer, err := f.Invoke(t.Context(), request); err != nil || !strings.Contains(answer.Body, `"active":true`) {
		t.Errorf("when Vault is back: %+v, %v", answer, err)
	}
}

func TestNewHandler(t *testing.T) {
	environment := map[string]string{"webhook_secret": "open sesame", "allowed_client_cidrs": "127.0.0.1/32", "basic_accounts": "{}"}
	start := function.Start{Config: config.NewReader(func(key string) string { return environment[key] }), Log: logging.New(t.Output())}
	a := newHandler(start).(*authorizer)
	if err := start.Config.Err(); err != nil || a.secret == nil || a.accounts == nil || len(a.allowed) != 1 {
		t.Errorf("authorizer %+v, %v", a, err)
	}
}
