package smoke

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/stack/stacktest"
)

// failures: each names the check, and says what was sent, what came, and what to do.
func failures(t *testing.T, place *stacktest.Place) {
	teapot := func(at string) func(w http.ResponseWriter, path string) bool {
		return func(w http.ResponseWriter, path string) bool {
			if path == at {
				w.WriteHeader(http.StatusTeapot)
			}
			return path == at
		}
	}
	for name, test := range map[string]struct {
		spoil    func(*fake)
		patience time.Duration
		failed   string
		says     []string
		once     string // a path that was called once by those who are not welcome
	}{
		"without the secret it is taken": {func(f *fake) { f.admits["/sms"] = true }, ample, "SMS: without the secret it is refused",
			[]string{"an SMS without the secret: POST http://", `answered 200 {"message":"success"}, not 401`, "let in"}, "/sms"},
		"without credentials it is taken": {func(f *fake) { f.admits["/events/troubleTicket"] = true }, ample, "troubleTicket v4: without credentials an event is refused",
			[]string{"an event without credentials: POST http://", "answered 201, not 401", "let in"}, "/events/troubleTicket"},
		"an SMS is not understood": {func(f *fake) { f.before = teapot("/sms") }, ample, "SMS: the guide's SMS is taken",
			[]string{"the SMS: POST http://", "answered 418, not 200", "scripts/local logs"}, ""},
		"a gateway that nobody settles": {func(f *fake) {
			f.before = func(w http.ResponseWriter, path string) bool {
				if path == "/sms" {
					http.NotFound(w, nil)
				}
				return path == "/sms"
			}
		}, scant, "SMS: the guide's SMS is taken", []string{"answered 404 404 page not found, not 200", "pulumi up"}, ""},
		"an SMS gets lost": {func(f *fake) {
			f.loses = func(text string) bool {
				return strings.Contains(text, "+15017122661") && !strings.Contains(text, "event")
			}
		}, scant,
			"SMS: the incident is there", []string{"B2C Service has no incident with the subject smoke-", "scripts/local logs"}, ""},
		"an event gets lost": {func(f *fake) { f.loses = func(text string) bool { return strings.Contains(text, "customerBill") } }, scant,
			"customerBillManagement v5: the incident is there", []string{"B2C Service has no incident with the key "}, ""},
		"an alarm gets lost": {func(f *fake) { f.loses = func(text string) bool { return strings.Contains(text, "OK_TO_FIRING") } }, scant,
			"alarm: it opens an incident when it fires", []string{"B2C Service has no incident with the key "}, ""},
		"an alarm's end gets lost": {func(f *fake) { f.loses = func(text string) bool { return strings.Contains(text, "FIRING_TO_OK") } }, scant,
			"alarm: the incident is told when it is over", []string{"has no thread of the message FIRING_TO_OK"}, ""},
		"a client that the identity provider does not know": {func(f *fake) {
			listeners := f.place.Config.Text("listeners")
			f.place.Set(f.t, map[string]string{"listeners": strings.Replace(listeners, "local-events-secret", "wrong-events-secret", 1)})
		}, ample, "troubleTicket v4: an event is taken", []string{"getting a token at http://", "answered 401", "clientSecret"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, place)
			test.spoil(f)
			s, out := f.start(test.patience)
			err := s.run(context.Background())
			if err == nil || !strings.Contains(err.Error(), "1 of ") {
				t.Errorf("err = %v", err)
			}
			if failed := checked(out.String(), "FAILED"); len(failed) != 1 || failed[0] != test.failed {
				t.Errorf("failed: %q, want %q\n%s", failed, test.failed, out)
			}
			for _, text := range test.says {
				if !strings.Contains(out.String(), text) {
					t.Errorf("it does not say %q:\n%s", text, out)
				}
			}
			for _, secret := range []string{webhookSecret, f.basicPassword(), "local-events-secret", "local-desk-password"} {
				if strings.Contains(out.String(), secret) {
					t.Errorf("it tells the secret %s:\n%s", secret, out)
				}
			}
			if test.once != "" && f.called(test.once, false) != 1 {
				t.Errorf("what was taken was sent %d times", f.called(test.once, false))
			}
		})
	}
}
