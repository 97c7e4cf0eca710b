package main

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/b2c/b2ctest"
	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/function"
	"github.com/cxbridge/cxbridge/shared/function/functiontest"
	"github.com/cxbridge/cxbridge/shared/logging"
	"github.com/cxbridge/cxbridge/shared/webhook"
	"github.com/google/go-cmp/cmp"
)

const (
	jsonType = "application/json"
	formType = "application/x-www-form-urlencoded"
)

// TestGuide follows the guide: its payload becomes a contact and an incident.
func TestGuide(t *testing.T) {
	// The second is what curl -d makes of the guide's command without a content type.
	for _, contentType := range []string{jsonType, formType, jsonType + "; charset=utf-8"} {
		b := newBench(t, "")
		answer := b.send(t, contentType, read(t, "guide.json"), nil)
		if answer.Status != 200 || answer.Body != `{"message":"success"}` || answer.Header.Get("Content-Type") != jsonType {
			t.Fatalf("%s: answer = %+v", contentType, answer)
		}
		expectCalls(t, b.site, "GET queryResults", "POST contacts", "POST incidents")
		calls := b.site.Recorded()
		wantContact := `{"name":{"first":"SMS","last":"User"},"phones":[{"number":"+15017122661","phoneType":{"lookupName":"Mobile Phone"}}]}`
		if calls[1].Body != wantContact {
			t.Errorf("contact = %s", calls[1].Body)
		}
		wantIncident := b2c.Incident{Subject: "McAvoy or Stewart? These timelines can get so confusing.",
			PrimaryContact: b2c.Reference{ID: 101}, Threads: []b2c.Thread{b2c.Note(read(t, "guide.json"))}}
		if diff := cmp.Diff(wantIncident, incident(t, calls[2])); diff != "" {
			t.Errorf("incident (-want +got): %s", diff)
		}
	}
}

func TestKnownSender(t *testing.T) {
	b := newBench(t, "")
	b.site.AddContact("(501) 712-2661")
	for range 2 {
		if answer := b.send(t, formType, read(t, "twilio.form"), nil); answer.Status != 200 {
			t.Fatalf("answer = %+v", answer)
		}
	}
	expectCalls(t, b.site, "GET queryResults", "POST incidents", "GET queryResults", "POST incidents")
	if note := incident(t, b.site.Recorded()[1]).Threads[0].Text; note != read(t, "twilio-note.json") {
		t.Errorf("note = %s", note)
	}
}

func TestTextInAThreadOfItsOwn(t *testing.T) {
	b := newBench(t, "Customer")
	b.send(t, jsonType, `{"from":"+15017122661","body":"First line\nsecond line"}`, nil)
	got := incident(t, b.site.Recorded()[2])
	want := []b2c.Thread{b2c.Note(`{"from":"+15017122661","body":"First line\nsecond line"}`), b2c.PlainThread("Customer", "First line\nsecond line")}
	if diff := cmp.Diff(want, got.Threads); diff != "" || got.Subject != "First line" {
		t.Errorf("subject %q, threads (-want +got): %s", got.Subject, diff)
	}
}

func TestSubjects(t *testing.T) {
	long := strings.Repeat("ü", 300)
	tests := []struct{ name, body, want string }{
		{"one line", `{"from":"+15017122661","body":"  Hello "}`, "Hello"},
		{"carriage return", `{"from":"+15017122661","body":"Hello\rWorld"}`, "Hello"},
		{"control characters", `{"from":"+15017122661","body":"a\tb\u0007c"}`, "a b c"},
		{"240 characters", `{"from":"+15017122661","body":"` + long + `"}`, long[:2*240]},
		{"media only", `{"from":"+15017122661","body":"","num_media":"1"}`, "SMS from +15017122661"},
		{"media only, counted by a number", `{"from":"+15017122661","num_media":1}`, "SMS from +15017122661"},
		{"emoji", `{"from":"+15017122661","body":"\ud83d\udc69\u200d\ud83d\ude80"}`, "👩‍🚀"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, "")
			if answer := b.send(t, jsonType, test.body, nil); answer.Status != 200 {
				t.Fatalf("answer = %+v", answer)
			}
			if got := incident(t, b.site.Recorded()[2]).Subject; got != test.want {
				t.Errorf("subject = %q, want %q", got, test.want)
			}
		})
	}
}

// TestRefused: none of these can become an incident, and none reaches B2C Service.
func TestRefused(t *testing.T) {
	const good = `{"from":"+15017122661","body":"Hello"}`
	tests := []struct {
		name, contentType, body string
		header                  map[string]string
		status                  int
		code                    string
	}{
		{"not JSON", jsonType, `{"from":`, nil, 400, "InvalidJSON"},
		{"an array", jsonType, `[` + good + `]`, nil, 400, "InvalidJSON"},
		{"null", jsonType, `null`, nil, 400, "InvalidJSON"},
		{"two objects", jsonType, good + good, nil, 400, "InvalidJSON"},
		{"broken JSON as a form", formType, `{"from":`, nil, 400, "InvalidJSON"},
		{"not a form", formType, `From=%zz`, nil, 400, "InvalidForm"},
		{"empty", jsonType, ``, nil, 400, "EmptyBody"},
		{"no sender", jsonType, `{"body":"Hello"}`, nil, 422, "MissingSender"},
		{"no sender in a form", formType, `Body=Hello`, nil, 422, "MissingSender"},
		{"sender is an object", jsonType, `{"from":{"a":1},"body":"Hello"}`, nil, 422, "MissingSender"},
		{"sender is a name", jsonType, `{"from":"MYBANK","body":"Hello"}`, nil, 422, "InvalidSender"},
		{"sender is a short code", jsonType, `{"from":"72345","body":"Hello"}`, nil, 422, "InvalidSender"},
		{"quotes in the sender", jsonType, `{"from":"+15017122661' OR '1' = '1","body":"Hello"}`, nil, 422, "InvalidSender"},
		{"one quote in the sender", formType, `From=%2B15017122661%27&Body=Hello`, nil, 422, "InvalidSender"},
		{"neither text nor media", jsonType, `{"from":"+15017122661","body":" ","num_media":"0"}`, nil, 422, "EmptyMessage"},
		{"too large", jsonType, `{"from":"+15017122661","body":"` + strings.Repeat("x", maxBody) + `"}`, nil, 413, "RequestTooLarge"},
		{"wrong content type", "text/plain", good, nil, 415, "UnsupportedContentType"},
		{"no content type", "", good, nil, 415, "UnsupportedContentType"},
		{"from elsewhere", jsonType, good, map[string]string{"X-Forwarded-For": "203.0.113.7, 198.51.100.1"}, 403, "Forbidden"},
		{"from elsewhere, whatever the body", "text/plain", "", map[string]string{"X-Forwarded-For": "198.51.100.1"}, 403, "Forbidden"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, "")
			answer := b.send(t, test.contentType, test.body, test.header)
			var refusal webhook.Refusal
			if err := json.Unmarshal([]byte(answer.Body), &refusal); err != nil || answer.Status != test.status || refusal.Code != test.code || refusal.Message == "" {
				t.Errorf("answer = %d %s, want %d %s", answer.Status, answer.Body, test.status, test.code)
			}
			expectCalls(t, b.site)
		})
	}
}

func TestOnlyPost(t *testing.T) {
	b := newBench(t, "")
	answer, err := b.function.Gateway(t.Context(), functiontest.Request{Method: http.MethodGet, Header: map[string]string{"X-Forwarded-For": "203.0.113.7"}})
	if err != nil || answer.Status != http.StatusMethodNotAllowed || answer.Header.Get("Fn-Http-H-Allow") != http.MethodPost {
		t.Errorf("answer = %+v, %v", answer, err)
	}
}

// TestB2CFails: the vendor is told to send again, and not what is wrong.
func TestB2CFails(t *testing.T) {
	throttled := b2ctest.Fault{Status: 503, Body: b2ctest.Problem(nil, 503, "OSC-CREST-00035", "throttled")}
	tests := []struct {
		name   string
		faults []b2ctest.Fault
		status int
	}{
		{"down", []b2ctest.Fault{{Status: 500}}, 502},
		{"refuses the login", []b2ctest.Fault{{Status: 401}}, 502},
		{"refuses the incident", []b2ctest.Fault{{Path: "incidents", Status: 400, Body: b2ctest.Problem(nil, 400, "OSC-CREST-00006", "secret detail")}}, 502},
		{"throttles", slices.Repeat([]b2ctest.Fault{throttled}, 4), 503},
		{"is silent", []b2ctest.Fault{{Hang: true}}, 504},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, "")
			b.site.Fail(test.faults...)
			answer := b.send(t, jsonType, read(t, "guide.json"), nil)
			if answer.Status != test.status || strings.Contains(answer.Body, "secret detail") || !strings.Contains(answer.Body, "again") {
				t.Errorf("answer = %d %s, want %d", answer.Status, answer.Body, test.status)
			}
			if len(b.site.Objects("incidents")) != 0 || !strings.Contains(b.log.String(), "no incident") {
				t.Errorf("%d incidents, log %s", len(b.site.Objects("incidents")), b.log.String())
			}
		})
	}
}

// TestNoTimeLeft: the invocation's deadline holds for what the function calls.
func TestNoTimeLeft(t *testing.T) {
	b := newBench(t, "")
	b.deadline = time.Now()
	if answer := b.send(t, jsonType, read(t, "guide.json"), nil); answer.Status != http.StatusGatewayTimeout || len(b.site.Calls()) != 0 {
		t.Errorf("answer = %+v after %q", answer, b.site.Calls())
	}
}

func TestCommittedThenFailed(t *testing.T) {
	b := newBench(t, "")
	b.site.Fail(b2ctest.Fault{Path: "contacts", Method: "POST", Commit: true, Status: 503},
		b2ctest.Fault{Path: "incidents", Method: "POST", Commit: true, Reset: true})
	if answer := b.send(t, jsonType, read(t, "guide.json"), nil); answer.Status != 200 {
		t.Fatalf("answer = %+v", answer)
	}
	if contacts, incidents := b.site.Objects("contacts"), b.site.Objects("incidents"); len(contacts) != 1 || len(incidents) != 1 {
		t.Errorf("%d contacts, %d incidents", len(contacts), len(incidents))
	}
}

func TestLog(t *testing.T) {
	b := newBench(t, "")
	b.send(t, jsonType, read(t, "guide.json"), nil)
	var line map[string]any
	if err := json.Unmarshal([]byte(b.log.String()), &line); err != nil {
		t.Fatalf("the log is not one line of JSON: %v\n%s", err, b.log.String())
	}
	want := map[string]any{"level": "INFO", "msg": "incident created", "callId": "01CALL", "reference": "260102-000101", "incidentId": 101.0,
		"contactId": 101.0, "contactNew": true, "b2cCalls": 3.0, "sender": "+1…61", "messageId": "SMXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"}
	for key, value := range want {
		if line[key] != value {
			t.Errorf("%s = %v, want %v", key, line[key], value)
		}
	}
	if _, ok := line["durationMs"]; !ok {
		t.Error("no duration")
	}
	for _, secret := range []string{"5017122661", "5558675310", "McAvoy", b2ctest.Password} {
		if strings.Contains(b.log.String(), secret) {
			t.Errorf("%q is in the log: %s", secret, b.log.String())
		}
	}
}

func TestNewHandler(t *testing.T) {
	environment := map[string]string{"default_region": "Atlantis"}
	start := function.Start{Config: config.NewReader(func(key string) string { return environment[key] }), Log: logging.New(t.Output())}
	newHandler(start)
	err := start.Config.Err()
	if err == nil {
		t.Fatal("an empty configuration is taken")
	}
	for _, key := range []string{"default_region", "b2cservice_hostname", "b2cservice_username_ocid", "b2cservice_password_ocid"} {
		if !strings.Contains(err.Error(), key) {
			t.Errorf("%s is not in the report: %v", key, err)
		}
	}
}
