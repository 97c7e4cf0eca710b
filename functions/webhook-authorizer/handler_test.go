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

// vault answers with one secret, or not at all.
type vault struct {
	mu     sync.Mutex
	secret string
	err    error
}

func (v *vault) Read(context.Context, string) (string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.secret, v.err
}

func (v *vault) set(secret string, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.secret, v.err = secret, err
}

// newAuthorizer returns an authorizer that demands what is not empty.
func newAuthorizer(t testing.TB, v *vault, networks string, log *functiontest.Log) *authorizer {
	t.Helper()
	a := &authorizer{clock: func() time.Time { return noon }, log: logging.New(log)}
	if v != nil {
		cfg := config.NewReader(func(key string) string { return map[string]string{"webhook_secret_ocid": "ocid1.secret"}[key] })
		a.secret = credentials.New(cfg, "webhook_secret", credentials.Options{Vault: v, MaxAge: maxSecretAge, Clock: func() time.Time { return noon }})
	}
	var err error
	if a.allowed, err = webhook.ParseNetworks(networks); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestDecisions(t *testing.T) {
	const network = "203.0.113.0/24"
	admitted, err := os.ReadFile("testdata/admitted.json")
	if err != nil {
		t.Fatal(err)
	}
	user := func(data string) string { return `{"type":"USER_DEFINED","data":` + data + `}` }
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
		{"too large", "open sesame", "", user(`{"secret_header":"open sesame","x":"` + strings.Repeat("x", maxRequest) + `"}`), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var v *vault
			if test.secret != "" {
				v = &vault{secret: test.secret}
			}
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
	v := &vault{err: errors.New("503 ServiceUnavailable")}
	f := functiontest.Serve(t, newAuthorizer(t, v, "", &log))
	const request = `{"type":"USER_DEFINED","data":{"secret_header":"open sesame"}}`
	if answer, err := f.Invoke(t.Context(), request); err == nil {
		t.Errorf("answer = %+v, want the call broken off", answer)
	}
	if !strings.Contains(log.String(), "webhook_secret_ocid") {
		t.Errorf("the log does not say what could not be read: %s", log.String())
	}
	v.set("open sesame", nil)
	if answer, err := f.Invoke(t.Context(), request); err != nil || !strings.Contains(answer.Body, `"active":true`) {
		t.Errorf("when Vault is back: %+v, %v", answer, err)
	}
}

func TestNewHandler(t *testing.T) {
	environment := map[string]string{"webhook_secret": "open sesame", "allowed_client_cidrs": "127.0.0.1/32"}
	start := function.Start{Config: config.NewReader(func(key string) string { return environment[key] }), Log: logging.New(t.Output())}
	a := newHandler(start).(*authorizer)
	if err := start.Config.Err(); err != nil || a.secret == nil || len(a.allowed) != 1 {
		t.Errorf("authorizer %+v, %v", a, err)
	}
}

func FuzzParseRequest(f *testing.F) {
	f.Add([]byte(`{"type":"USER_DEFINED","data":{"secret_header":["a","b"],"secret_query":"c","client_address":"127.0.0.1"}}`))
	f.Add([]byte(`{"type":"USER_DEFINED","data":{"secret_header":null,"client_address":[]}}`))
	f.Add([]byte(`{"type":"TOKEN","token":"a"}`))
	networks, err := webhook.ParseNetworks("127.0.0.1/32")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		request, err := parseRequest(body)
		if err != nil {
			return
		}
		if request.has("") {
			t.Errorf("%q holds the empty secret", body)
		}
		if !request.from(networks) && len(request.ClientAddress) == 0 {
			t.Errorf("%q is from outside without an address", body)
		}
	})
}
