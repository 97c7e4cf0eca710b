package sender

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/alarm"
	"github.com/cxbridge/cxbridge/shared/tmf"
)

// here are the samples of this checkout.
const here = Samples("../..")

func TestSMS(t *testing.T) {
	body, err := here.SMS("something else")
	if err != nil {
		t.Fatal(err)
	}
	var message struct{ Body, From, Sid string }
	if err := json.Unmarshal(body, &message); err != nil || message.Body != "something else" || message.From != "+15017122661" || message.Sid == "" {
		t.Errorf("message = %s, %v", body, err)
	}
}

func TestAlarm(t *testing.T) {
	at := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	for name, want := range map[string]alarm.Type{"ok-to-firing.json": alarm.OKToFiring, "firing-to-ok.json": alarm.FiringToOK} {
		body, err := here.Alarm(name, "another-key", "Another title", at)
		if err != nil {
			t.Fatal(err)
		}
		message, err := alarm.Parse(body)
		if err != nil {
			t.Fatal(err)
		}
		if message.Type != want || message.DedupeKey != "another-key" || message.Title != "Another title" || !message.Time.Equal(at) || len(message.Resources) > 0 {
			t.Errorf("%s: message = %+v", name, message)
		}
	}
}

func TestEvent(t *testing.T) {
	settings, err := tmf.ParseSettings("", "", "")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for name, api := range map[string]string{
		"trouble-ticket-created.json": "troubleTicket", "trouble-ticket-resolved.json": "troubleTicket",
		"product-order-failed.json": "productOrderingManagement", "customer-bill-created.json": "customerBillManagement",
	} {
		body, err := here.Event(name, "of-the-test")
		if err != nil {
			t.Fatal(err)
		}
		event, err := tmf.Parse(body)
		if err != nil {
			t.Fatal(err)
		}
		entity, err := settings.Entity(api, event)
		if err != nil || entity.ID != "of-the-test" || seen[event.ID] {
			t.Errorf("%s: entity = %+v of event %s, %v", name, entity, event.ID, err)
		}
		seen[event.ID] = true
	}
}

func TestASampleThatIsNoneIsAnError(t *testing.T) {
	samples := Samples(t.TempDir())
	write := func(function, name, content string) {
		t.Helper()
		path := samples.Path(function, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := samples.SMS("text"); err == nil {
		t.Error("a missing sample is none")
	}
	write("sms-to-incident", "guide.json", `[]`)
	if _, err := samples.SMS("text"); err == nil || !strings.Contains(err.Error(), "guide.json") {
		t.Errorf("err = %v", err)
	}
	for _, content := range []string{`{`, `{"eventId":"e","event":{}}`, `{"event":{"a":{"id":"1"}}}`, `{"eventId":"e","event":{"a":{"id":"1"},"b":{"id":"2"}}}`} {
		write("event-to-incident", "some.json", content)
		if body, err := samples.Event("some.json", "x"); err == nil || !strings.Contains(err.Error(), "some.json") {
			t.Errorf("%s became %s, %v", content, body, err)
		}
	}
}

func TestPost(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusTeapot)
		io.WriteString(w, r.Method+" "+r.Header.Get("Content-Type")+" "+r.Header.Get("X-Webhook-Secret")+" "+string(body)+"\n")
	}))
	defer server.Close()
	header := http.Header{"X-Webhook-Secret": {"s"}}
	answer, err := Post(context.Background(), server.Client(), server.URL, header, []byte("{}"))
	if want := (Answer{http.StatusTeapot, "POST application/json s {}"}); err != nil || answer != want {
		t.Errorf("answer = %+v, %v", answer, err)
	}
	if len(header) != 1 {
		t.Errorf("the caller's header became %v", header)
	}
	if answer, err := Post(context.Background(), server.Client(), server.URL, nil, nil); err != nil || answer.Status != http.StatusTeapot {
		t.Errorf("without headers: %+v, %v", answer, err)
	}
}

func TestToken(t *testing.T) {
	answer := func(w http.ResponseWriter) {}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if scope := r.FormValue("scope"); scope != "one two" || r.FormValue("grant_type") != "client_credentials" {
			t.Errorf("%s is asked for: %v", scope, r.Form)
		}
		answer(w)
	}))
	defer server.Close()
	application := Application{IdentityURI: server.URL, ClientID: "me", ClientSecret: "s3cret", Scope: "one  two"}
	answer = func(w http.ResponseWriter) {
		io.WriteString(w, `{"access_token":"h.c.s","token_type":"Bearer","expires_in":3600}`)
	}
	if token, err := application.Token(t.Context(), server.Client()); token != "h.c.s" || err != nil {
		t.Errorf("token = %q, %v", token, err)
	}
	answer = func(w http.ResponseWriter) {
		w.WriteHeader(http.StatusUnauthorized)
		io.WriteString(w, `{"error":"invalid_client","error_description":"s3cret is wrong"}`)
	}
	_, err := application.Token(t.Context(), server.Client())
	refused := (*NoToken)(nil)
	if !errors.As(err, &refused) || *refused != (NoToken{server.URL, http.StatusUnauthorized, "invalid_client"}) || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("err = %v", err)
	}
	server.Close()
	if _, err := application.Token(t.Context(), server.Client()); err == nil || errors.As(err, new(*NoToken)) || !strings.Contains(err.Error(), server.URL) {
		t.Errorf("err = %v", err)
	}
}

func TestWrongToken(t *testing.T) {
	for right, want := range map[string]string{"h.c.Sig": "h.c.Aig", "h.c.Aig": "h.c.Big", "": "", "opaque": "", "h.c.": ""} {
		wrong, err := WrongToken(right)
		if wrong != want || (err == nil) != (want != "") {
			t.Errorf("WrongToken(%q) = %q, %v, want %q", right, wrong, err, want)
		}
	}
}
