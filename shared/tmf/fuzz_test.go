package tmf_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/cxbridge/cxbridge/shared/tmf"
)

func addSamples(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.json")
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	for _, body := range []string{`{"eventType":1,"eventType":2}`, `[`, `{"eventType":"x","event":[[[]]]}`, `{"@type":"CustomerBillCreateEvent","event":{"a":{"id":1e999}}}`,
		`{"eventType":"IndividualDeleteEvent","event":{"individual":{"id":"\u0000\ud800"}}}`,
		`{"eventType":"IndividualDeleteEvent","event":{"individual":{"id":"1","":0,"\u0000":1}}}`} {
		f.Add([]byte(body))
	}
}

// FuzzParse wants that nothing panics, that what is refused is so with a short reason, and that an event written in another way is
// the same event.
func FuzzParse(f *testing.F) {
	addSamples(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		e, err := tmf.Parse(body)
		if err != nil {
			if !errors.Is(err, tmf.ErrInvalid) || len(err.Error()) > 600 {
				t.Fatalf("err = %v", err)
			}
			return
		}
		if e.Type == "" || e.ID == "" || len(e.ID) > 128 || !e.Time.IsZero() && e.Time.Unix() <= 0 {
			t.Fatalf("event = %+v", e)
		}
		written, err := json.MarshalIndent(e.Document, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if len(written) > tmf.MaxSize {
			return
		}
		if again, err := tmf.Parse(written); err != nil || !reflect.DeepEqual(e, again) {
			t.Fatalf("written again: %+v, %v", again, err)
		}
	})
}

// FuzzEntity wants that what is read of an entity is always something that an incident can take.
func FuzzEntity(f *testing.F) {
	addSamples(f)
	s := settings(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		event, err := tmf.Parse(body)
		if err != nil {
			return
		}
		e, err := s.Entity("api", event)
		if err != nil {
			if !errors.Is(err, tmf.ErrInvalid) && !errors.Is(err, tmf.ErrUnknownType) || len(err.Error()) > 600 {
				t.Fatalf("err = %v", err)
			}
			return
		}
		if e.Kind == "" || e.ID == "" || e.Change.Rank() < 0 || !keyForm.MatchString(e.Key()) || len(e.Phones) > 5 || len(e.Emails) > 5 {
			t.Fatalf("entity = %+v", e)
		}
		if e.Subject == "" || utf8.RuneCountInString(e.Subject) > 240 || utf8.RuneCountInString(e.Text) > 4000 || len(e.Facts) == 0 || len(e.Facts) > 90 {
			t.Fatalf("entity = %+v", e)
		}
		for _, fact := range append(e.Facts, tmf.Fact{Label: "Subject", Value: e.Subject}) {
			if fact.Label == "" || fact.Value == "" || utf8.RuneCountInString(fact.Value) > 500 || strings.ContainsFunc(fact.Label+fact.Value, unicode.IsControl) {
				t.Fatalf("fact = %+v", fact)
			}
		}
		if again, err := s.Entity("api", event); err != nil || !reflect.DeepEqual(e, again) {
			t.Fatalf("read twice: %+v and %+v, %v", e, again, err)
		}
	})
}

// FuzzParseSettings wants that nothing panics, neither in reading settings nor in using them.
func FuzzParseSettings(f *testing.F) {
	f.Add(individuals, `{"held":"Waiting"}`, `{"urgent":"1 - Most Severe"}`)
	f.Add(`[{"eventTypes":["TroubleTicketCreateEvent"],"kind":"x","subject":"/event/troubleTicket/note/0/text","contact":{"phone":"/event"}}]`, `{"":""}`, `[]`)
	f.Add(`[{}]`, `null`, `{"a":{}}`)
	body, err := os.ReadFile("testdata/ticket-v4-created.json")
	if err != nil {
		f.Fatal(err)
	}
	event := parse(f, string(body))
	f.Fuzz(func(t *testing.T, mappings, statuses, severities string) {
		s, err := tmf.ParseSettings(mappings, statuses, severities)
		if err != nil {
			return
		}
		for _, status := range s.Statuses() {
			if status == "" || utf8.RuneCountInString(status) > 80 {
				t.Fatalf("status %q", status)
			}
		}
		e, err := s.Entity("api", event)
		if err != nil && !errors.Is(err, tmf.ErrInvalid) {
			t.Fatal(err)
		}
		if err == nil && (e.Subject == "" || e.Kind == "") {
			t.Fatalf("entity = %+v", e)
		}
	})
}
