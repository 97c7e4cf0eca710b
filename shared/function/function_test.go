package function_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/function"
	"github.com/cxbridge/cxbridge/shared/function/functiontest"
	"github.com/cxbridge/cxbridge/shared/logging"
	"github.com/cxbridge/cxbridge/shared/webhook"
	fdk "github.com/fnproject/fdk-go"
)

func TestHandlerSeesTheGatewaysRequest(t *testing.T) {
	f := functiontest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		address, err := webhook.ClientAddress(r.Header)
		if err != nil {
			t.Error(err)
		}
		webhook.Answer(w, http.StatusTeapot, []string{r.Method, address.String(), r.Header.Get("X-Test")})
	}))
	answer, err := f.Gateway(t.Context(), functiontest.Request{Method: "PATCH", Header: map[string]string{"X-Forwarded-For": "203.0.113.7", "X-Test": "1"}})
	if err != nil {
		t.Fatal(err)
	}
	if answer.Status != http.StatusTeapot || answer.Body != `["PATCH","203.0.113.7","1"]` || answer.Header.Get("Content-Type") != "application/json" {
		t.Errorf("answer = %+v", answer)
	}
}

// TestClientCannotPassForTheGateway sends the header by which fdk-go may be led to take a client's value for the gateway's.
// It ranges over a map, so one try proves little.
func TestClientCannotPassForTheGateway(t *testing.T) {
	f := functiontest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		address, err := webhook.ClientAddress(r.Header)
		webhook.Answer(w, http.StatusOK, map[string]any{"address": address, "refused": err != nil})
	}))
	for range 100 {
		answer, err := f.Gateway(t.Context(), functiontest.Request{Header: map[string]string{
			"X-Forwarded-For": "203.0.113.7", "Fn-Http-H-X-Forwarded-For": "127.0.0.1", "Fn-Http-H-X-Real-Ip": "127.0.0.1"}})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(answer.Body, `"refused":true`) {
			t.Fatalf("answer = %s", answer.Body)
		}
	}
}

// TestFailedNotifications: a message that could not be dealt with makes its invocation fail, with what was logged kept, and
// neither the next call nor its answer suffers.
func TestFailedNotifications(t *testing.T) {
	var log functiontest.Log
	logger := logging.New(&log)
	f := functiontest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, refusal := webhook.ReadBody(w, r, 1<<10)
		status, err := strconv.Atoi(string(body))
		if refusal != nil || err != nil {
			t.Errorf("body %q: %v, %v", body, refusal, err)
		}
		logger.InfoContext(r.Context(), "notified", "status", status, "messageId", r.Header.Get("X-Oci-Ns-Messageid"))
		webhook.Answer(w, status, "this is the answer of "+string(body))
	}))
	for call, status := range []int{200, 500, 422, 503, 404, 502, 200} {
		answer, err := f.Notify(t.Context(), functiontest.Notification{Body: strconv.Itoa(status), MessageID: fmt.Sprint("message ", call), CallID: "01CALL"})
		if failed := err != nil; failed != (status >= 500) {
			t.Errorf("a call that is answered %d: %+v, %v", status, answer, err)
		}
		if want := fmt.Sprintf(`"this is the answer of %d"`, status); err == nil && answer.Body != want {
			t.Errorf("answer to a call = %q, want %q", answer.Body, want)
		}
		if want := fmt.Sprintf("message %d", call); !strings.Contains(log.String(), want) {
			t.Errorf("no log of %s", want)
		}
		answer, err = f.Gateway(t.Context(), functiontest.Request{Body: strconv.Itoa(status)})
		if err != nil || answer.Status != status {
			t.Errorf("a client's request that is answered %d: %+v, %v", status, answer, err)
		}
	}
}

// TestNothingIsLeftOfBrokenCalls: what was written before a call breaks off is in no other caller's answer.
func TestNothingIsLeftOfBrokenCalls(t *testing.T) {
	f := functiontest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, r.Header.Get("X-Caller"))
		if r.Header.Get("X-Caller") == "first" {
			panic(http.ErrAbortHandler)
		}
	}))
	for range 20 {
		if answer, err := f.Gateway(t.Context(), functiontest.Request{Header: map[string]string{"X-Caller": "first"}}); err == nil {
			t.Errorf("answer = %+v, want the call broken off", answer)
		}
		answer, err := f.Gateway(t.Context(), functiontest.Request{Header: map[string]string{"X-Caller": "second"}})
		if err != nil || answer.Body != "second" {
			t.Fatalf("answer = %+v, %v", answer, err)
		}
	}
}

// TestFirstStatusCounts: what is done with is not delivered again because of a status that comes too late.
func TestFirstStatusCounts(t *testing.T) {
	f := functiontest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "done")
		w.WriteHeader(http.StatusInternalServerError)
	}))
	if answer, err := f.Notify(t.Context(), functiontest.Notification{}); err != nil || answer.Body != "done" {
		t.Errorf("answer = %+v, %v", answer, err)
	}
}

func TestTimeIsReservedForTheAnswer(t *testing.T) {
	deadline := time.Now().Add(time.Hour)
	var got time.Time
	handler := function.Adapt(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got, _ = r.Context().Deadline() }))
	ctx, cancel := context.WithDeadline(fdk.WithContext(t.Context(), fakeContext{}), deadline)
	defer cancel()
	handler.Serve(ctx, strings.NewReader(""), httptest.NewRecorder())
	if !got.Before(deadline) || got.Before(deadline.Add(-time.Second)) {
		t.Errorf("the handler's deadline is %v before the call's", deadline.Sub(got))
	}
}

// fakeContext is a call that did not come through a gateway.
type fakeContext struct{ fdk.Context }

func (fakeContext) CallID() string      { return "01CALL" }
func (fakeContext) Header() http.Header { return http.Header{} }

func TestConfiguration(t *testing.T) {
	complete := map[string]string{"b2cservice_hostname": "site.custhelp.com", "b2cservice_username": "u", "b2cservice_password_ocid": "ocid1.p"}
	tests := []struct {
		name   string
		change map[string]string
		faults []string // what the report must name
	}{
		{"complete", nil, nil},
		{"nothing", map[string]string{"b2cservice_hostname": "", "b2cservice_username": "", "b2cservice_password_ocid": ""},
			[]string{"b2cservice_hostname", "b2cservice_username_ocid", "b2cservice_password_ocid"}},
		{"a URL", map[string]string{"b2cservice_hostname": "https://site.custhelp.com"}, []string{"no host name"}},
		{"too long a context", map[string]string{"b2cservice_application_context": strings.Repeat("x", 41)}, []string{"41 characters"}},
		{"two faults", map[string]string{"b2cservice_suppress_rules": "maybe", "allowed_client_cidrs": "10.0.0.1"}, []string{"b2cservice_suppress_rules", "allowed_client_cidrs"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cfg := config.NewReader(func(key string) string {
				if value, ok := test.change[key]; ok {
					return value
				}
				return complete[key]
			})
			start := function.Start{Config: cfg, Log: logging.New(t.Output())}
			client, _ := start.B2C(), start.Guard()
			err := cfg.Err()
			if (err != nil) != (test.faults != nil) || err == nil && client == nil {
				t.Fatalf("Err = %v, client %v", err, client)
			}
			for _, fault := range test.faults {
				if !strings.Contains(err.Error(), fault) {
					t.Errorf("%q is not in the report: %v", fault, err)
				}
			}
		})
	}
}

func TestGuardIsClosedByDefault(t *testing.T) {
	for key, want := range map[string]bool{"": false, "webhook_secret": true, "webhook_secret_ocid": true, "allowed_client_cidrs": true, "webhook_other": false} {
		start := function.Start{Config: config.NewReader(func(asked string) string {
			if asked == key {
				return "10.0.0.0/8"
			}
			return ""
		})}
		if got := start.Guard().Configured; got != want {
			t.Errorf("with %q: Configured = %v", key, got)
		}
	}
}

func TestNetworkGuard(t *testing.T) {
	tests := []struct {
		networks, address string
		want              int
	}{
		{"", "203.0.113.7", http.StatusOK},
		{"", "", http.StatusOK},
		{"203.0.113.0/24", "203.0.113.7", http.StatusOK},
		{"203.0.113.0/24", "198.51.100.1", http.StatusForbidden},
		{"203.0.113.0/24", "", http.StatusForbidden},
	}
	for _, test := range tests {
		start := function.Start{Log: logging.New(t.Output()), Config: config.NewReader(func(key string) string {
			return map[string]string{"allowed_client_cidrs": test.networks}[key]
		})}
		request := httptest.NewRequest("POST", "/", nil)
		request.Header.Set("X-Real-Ip", test.address)
		recorder := httptest.NewRecorder()
		start.NetworkGuard().Protect(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(recorder, request)
		if recorder.Code != test.want {
			t.Errorf("%q from %q: status %d, want %d", test.networks, test.address, recorder.Code, test.want)
		}
	}
}
