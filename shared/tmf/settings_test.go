package tmf_test

import (
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/tmf"
	"github.com/google/go-cmp/cmp"
)

func TestSettings(t *testing.T) {
	for _, empty := range []string{"", " \n", "null"} {
		if _, err := tmf.ParseSettings(empty, empty, empty); err != nil {
			t.Errorf("%q: %v", empty, err)
		}
	}
	s, err := tmf.ParseSettings("[]", `{"held": " Waiting ", "done": ""}`, "{}")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Solved", "Unresolved", "Waiting"}, s.Statuses()); diff != "" {
		t.Errorf("statuses (-want +got): %s", diff)
	}
}

func TestFaults(t *testing.T) {
	tests := []struct {
		mappings, statuses, severities string
		want                           []string
	}{
		{`[`, `{`, `x`, []string{"mappings: it is not JSON", "statuses: it is not JSON", "severities: it is not JSON"}},
		{`{}`, `[]`, `"x"`, []string{"mappings: found an object, expected a list", "statuses: found a list, expected an object", "severities: found a text"}},
		{`["x", 1, null]`, ``, ``, []string{"mappings[0]: found a text, expected an object", "mappings[1]: found a number", "mappings[2]: found null"}},
		{``, `{"a":"x","a":"y"}`, `{"A":"x","a":"y"}`, []string{`statuses: an object has two members named "a"`, `severities: found "a" twice`}},
		{``, `{"":"x"," ":"y"}`, `{"a":1,"b":null}`, []string{`statuses: found an empty word before "x"`, `statuses: found an empty word before "y"`,
			`severities: "a": found a number`, `severities: "b": found null`}},
		{``, `{"a":"` + strings.Repeat("x", 81) + `"}`, ``, []string{`statuses: "a": found a name of more than 80 characters`}},
		{`[{}]`, ``, ``, []string{"mappings[0].eventTypes: found none"}},
		{`[{"eventTypes":[]}]`, ``, ``, []string{"mappings[0].eventTypes: found none"}},
		{`[{"eventTypes":"x"}]`, ``, ``, []string{"mappings[0].eventTypes: found a text, expected a list"}},
		{`[{"eventTypes":["a b", 5, ""]}]`, ``, ``, []string{`mappings[0].eventTypes: found "a b", expected a name`, `found "5"`, `found ""`}},
		{`[{"eventTypes":["FooStatusChangeEvent"]},{"eventTypes":["/event/fooStateChangeEvent"]}]`, ``, ``,
			[]string{"mappings[1].eventTypes: found /event/fooStateChangeEvent, which is mapped already"}},
		{`[{"eventTypes":["x"],"topic":"a","Subject":"b","contact":{"fax":"/a"}}]`, ``, ``,
			[]string{`mappings[0]: "Subject" is not known, expected eventTypes, `, `mappings[0]: "topic" is not known`, `mappings[0].contact: "fax" is not known, expected phone, email`}},
		{`[{"eventTypes":["x"],"subject":"title","text":"/a~b","severity":5,"state":null,"contact":[],"kind":"a-b","correlationKey":""}]`, ``, ``,
			[]string{`mappings[0].subject: found "title", expected a path`, `mappings[0].text: found a path with ~`, `mappings[0].severity: found a number`,
				`mappings[0].state: found null`, `mappings[0].contact: found a list`, `mappings[0].kind: found "a-b"`, `mappings[0].correlationKey: found ""`}},
	}
	for _, test := range tests {
		s, err := tmf.ParseSettings(test.mappings, test.statuses, test.severities)
		if err == nil {
			t.Errorf("%+v: %+v", test, s)
			continue
		}
		if lines := strings.Split(err.Error(), "\n"); len(lines) != len(test.want) {
			t.Errorf("%s %s %s: %d faults, want %d:\n%v", test.mappings, test.statuses, test.severities, len(lines), len(test.want), err)
		}
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s %s %s: %v\nwant %s", test.mappings, test.statuses, test.severities, err, want)
			}
		}
	}
}

// TestKinds: what the mapped events are called, and which share a kind.
func TestKinds(t *testing.T) {
	s, err := tmf.ParseSettings(`[
		{"eventTypes":["TaxEvent3"]},
		{"eventTypes":["PartyCreateEvent","IndividualCreateEvent"],"kind":"Party","subject":"/nowhere"},
		{"eventTypes":["TroubleTicketCreateEvent"],"subject":"/description"},
		{"eventTypes":["LineFaultEvent"],"kind":"troubleticket","correlationKey":"/event/lineFault/ticket"}]`, "", "")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ body, kind, id, subject string }{
		{`{"eventType":"/event/taxevent3","event":{"TaxEvent3":{"id":"1"}}}`, "taxEvent3", "1", "Tax event3 1"},
		{`{"eventType":"PartyCreateEvent","event":{"party":{"id":"1"}}}`, "party", "1", "Party 1"},
		{`{"eventType":"IndividualCreateEvent","title":"New","event":{"individual":{"id":"1"}}}`, "party", "1", "Party 1: New"},
		{`{"eventType":"TroubleTicketCreateEvent","description":"d","event":{"troubleTicket":{"id":"1","name":"n"}}}`, "troubleTicket", "1", "d"},
		{`{"eventType":"LineFaultEvent","event":{"lineFault":{"id":"9","ticket":"1","name":"n"}}}`, "troubleTicket", "1", "n"},
	}
	for _, test := range tests {
		e, err := s.Entity("a", parse(t, test.body))
		if err != nil || e.Kind != test.kind || e.ID != test.id || e.Subject != test.subject {
			t.Errorf("%s: %+v, %v", test.body, e, err)
		}
	}
}
