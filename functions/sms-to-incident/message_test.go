package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cxbridge/cxbridge/shared/phone"
	"github.com/google/go-cmp/cmp"
)

func TestParseMessage(t *testing.T) {
	tests := []struct {
		name, contentType, body string
		want                    message
	}{
		{"JSON with a form's names", jsonType, `{"From":"+15017122661","Body":"Hi","MessageSid":"SM1"}`,
			message{From: "+15017122661", Body: "Hi", ID: "SM1", Payload: `{"From":"+15017122661","Body":"Hi","MessageSid":"SM1"}`}},
		{"numbers for strings", jsonType, `{"from":15017122661,"body":42,"num_media":0}`,
			message{From: "15017122661", Body: "42", Payload: `{"from":15017122661,"body":42,"num_media":0}`}},
		{"a field twice in a form", formType, `From=%2B15017122661&Body=Hi&Tag=a&Tag=b`,
			message{From: "+15017122661", Body: "Hi", Payload: "{\n  \"Body\": \"Hi\",\n  \"From\": \"+15017122661\",\n  \"Tag\": [\n    \"a\",\n    \"b\"\n  ]\n}"}},
		{"not UTF-8", formType, `From=%2B15017122661&Body=%ff`,
			message{From: "+15017122661", Body: "\ufffd", Payload: "{\n  \"Body\": \"\\ufffd\",\n  \"From\": \"+15017122661\"\n}"}},
		{"a long id", jsonType, `{"from":"1","body":"b","sid":"` + strings.Repeat("ü", 101) + `"}`,
			message{From: "1", Body: "b", ID: strings.Repeat("ü", 99) + "…", Payload: `{"from":"1","body":"b","sid":"` + strings.Repeat("ü", 101) + `"}`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, refusal := parseMessage(test.contentType, []byte(test.body))
			if refusal != nil {
				t.Fatal(refusal.Message)
			}
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(message{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzParseMessage(f *testing.F) {
	for name, contentType := range map[string]string{"guide.json": jsonType, "twilio.form": formType} {
		content, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(contentType, content)
	}
	f.Add(formType, []byte(`{"from":"+15017122661' OR '1' = '1","body":null}`))
	f.Add(jsonType, []byte("{\"from\":\"1\",\"body\":\"\xff\"}"))
	phones, err := phone.NewReader("US")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		parsed, refusal := parseMessage(contentType, body)
		if refusal != nil {
			if refusal.Status < 400 || refusal.Status > 499 {
				t.Errorf("status %d for %q", refusal.Status, body)
			}
			return
		}
		if parsed.From == "" || parsed.Body == "" && !parsed.media {
			t.Errorf("%q gives %+v", body, parsed)
		}
		sender, err := phones.Read(parsed.From)
		if err != nil {
			return
		}
		incident := newIncident(1, sender, parsed, "Customer")
		if n := utf8.RuneCountInString(incident.Subject); n == 0 || n > 240 || strings.ContainsAny(incident.Subject, "\r\n") {
			t.Errorf("subject %q of %q", incident.Subject, body)
		}
		if _, err := json.Marshal(incident); err != nil || !utf8.ValidString(incident.Threads[0].Text) {
			t.Errorf("incident of %q: %v", body, err)
		}
	})
}
