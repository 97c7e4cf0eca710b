package tmf_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/tmf"
)

func TestTime(t *testing.T) {
	tests := map[string]string{
		`"timeOcurred":"2025-03-04T09:15:26.9Z","eventTime":"2025-03-04T09:15:27Z"`:  "2025-03-04T09:15:26.9Z",
		`"timeOccurred":"2025-03-04T09:15:26.9Z","eventTime":"2025-03-04T09:15:27Z"`: "2025-03-04T09:15:26.9Z",
		`"timeOcurred":"soon","eventTime":"2025-03-04T10:15:27+01:00"`:               "2025-03-04T09:15:27Z",
		`"eventTime":"2025-03-04T10:15:27.5+0100"`:                                   "2025-03-04T09:15:27.5Z",
		`"eventTime":"2025-03-04T09:15:27"`:                                          "2025-03-04T09:15:27Z",
		`"eventTime":"2025-03-04"`:                                                   "2025-03-04T00:00:00Z",
		`"eventTime":"0001-01-01T00:00:00Z"`:                                         "",
		`"eventTime":1741079726`:                                                     "",
		`"eventTime":{}`:                                                             "",
		`"domain":"x"`:                                                               "",
	}
	for members, want := range tests {
		e := parse(t, `{"eventType":"x",`+members+`}`)
		if want == "" && e.Time.IsZero() {
			continue
		}
		if got := e.Time.Format(time.RFC3339Nano); got != want {
			t.Errorf("%s: %s, want %s", members, got, want)
		}
	}
}

func TestID(t *testing.T) {
	id := func(body string) string { return parse(t, body).ID }
	if got := id(`{"eventId":"6f0d","eventType":"x"}`); got != "6f0d" {
		t.Errorf("id = %s", got)
	}
	if got := id(`{"eventId":17,"eventType":"x"}`); got != "17" {
		t.Errorf("a number's id = %s", got)
	}
	hash := id(`{"eventType":"x","event":{"a":1.0,"b":["c"]}}`)
	if len(hash) != len("sha256:")+64 || !strings.HasPrefix(hash, "sha256:") {
		t.Errorf("hash = %s", hash)
	}
	same := id(" { \"event\" : {\"b\":[\"\\u0063\"],\n\"a\":1.0} , \"eventType\":\"x\" } ")
	if same != hash {
		t.Errorf("the same event with other blanks and order is %s, not %s", same, hash)
	}
	for _, other := range []string{`{"eventType":"x","event":{"a":1.5,"b":["c"]}}`, `{"eventType":"x","event":{"a":1.0,"b":["c"],"d":null}}`,
		`{"eventType":"y","event":{"a":1.0,"b":["c"]}}`} {
		if id(other) == hash {
			t.Errorf("%s has the same hash", other)
		}
	}
	long := strings.Repeat("x", 1000)
	overlong := id(`{"eventId":"` + long + `","eventType":"x"}`)
	if !strings.HasPrefix(overlong, "sha256:") || overlong != id(`{"eventId":"`+long+`","eventType":"x","title":"again"}`) {
		t.Errorf("an overlong id = %s", overlong)
	}
}

func TestInvalid(t *testing.T) {
	const good = `{"eventType":"TroubleTicketCreateEvent"}`
	if _, err := tmf.Parse([]byte(good)); err != nil {
		t.Fatalf("the smallest event: %v", err)
	}
	nested := func(levels int) string {
		return `{"eventType":"x","event":` + strings.Repeat("[", levels) + strings.Repeat("]", levels) + `}`
	}
	if _, err := tmf.Parse([]byte(nested(tmf.MaxDepth - 1))); err != nil {
		t.Errorf("the deepest event: %v", err)
	}
	tests := map[string]struct{ body, want string }{
		"nothing":           {``, "not JSON: unexpected end"},
		"a form":            {`eventType=x`, "not JSON: invalid character 'e'"},
		"cut off":           {good[:20], "not JSON: unexpected end"},
		"two events":        {good + good, "not JSON: invalid character '{' after top-level value"},
		"not UTF-8":         {"{\"eventType\":\"\xff\"}", "not UTF-8"},
		"a list":            {`[` + good + `]`, "no object"},
		"null":              {`null`, "no object"},
		"no type":           {`{"eventId":"1"}`, "no eventType"},
		"a blank type":      {`{"eventType":" \u0000"}`, "no eventType"},
		"an object as type": {`{"eventType":{}}`, "no eventType"},
		"an overlong type":  {`{"eventType":"` + strings.Repeat("x", 129) + `"}`, "longer than 128 bytes"},
		"a member twice":    {`{"eventType":"a","eventType":"b"}`, `two members named "eventType"`},
		"deeper twice":      {`{"eventType":"a","event":[{"i\u0064":1,"id":2}]}`, `two members named "id"`},
		"an overlong name":  {`{"eventType":"a","` + strings.Repeat("y", 999) + `":1,"` + strings.Repeat("y", 999) + `":1}`, `"` + strings.Repeat("y", 40) + `"`},
		"too deep":          {nested(tmf.MaxDepth), "deeper than 64 levels"},
		"as deep as can be": {strings.Repeat("[", 500_000), "not JSON: "},
		"too large":         {`{"eventType":"` + strings.Repeat("x", tmf.MaxSize) + `"}`, "larger than 1048576 bytes"},
	}
	for name, test := range tests {
		e, err := tmf.Parse([]byte(test.body))
		if !errors.Is(err, tmf.ErrInvalid) || !strings.Contains(err.Error(), test.want) || len(err.Error()) > 200 {
			t.Errorf("%s: %+v, %.300v", name, e, err)
		}
	}
}

// TestTitle: one that only repeats the type, as in TM Forum's samples, is none.
func TestTitle(t *testing.T) {
	for title, want := range map[string]string{"x y": "x y", "FooStatusChangeEvent": "", "/event/fooStateChangeEvent": ""} {
		if e := parse(t, `{"eventType":"FooStatusChangeEvent","title":"`+title+`"}`); e.Title != want {
			t.Errorf("%s: %q", title, e.Title)
		}
	}
}

// TestEnvelope: what a member of another form than it should have is worth, and what nobody can read.
func TestEnvelope(t *testing.T) {
	e := parse(t, `{"@type":"TroubleTicketCreateEvent","title":" Line\n drops\u0007 ","description":"a\r\nb","domain":[],"priority":2,"correlationId":true}`)
	if e.Type != "TroubleTicketCreateEvent" || e.Title != "Line drops" || e.Description != "a\nb" || e.Domain != "" || e.Priority != "2" || e.CorrelationID != "true" {
		t.Errorf("event = %+v", e)
	}
}
