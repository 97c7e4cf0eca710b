package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestSettings(t *testing.T) {
	tests := []struct {
		name   string
		values map[string]string
		faults []string // what the report must name
	}{
		{"the least", nil, nil},
		{"all", map[string]string{"event_apis": `{"a-1":{"version":"v17"}}`, "event_mappings": `[{"eventTypes":["IndividualCreateEvent"]}]`, "event_statuses": `{"held":"Waiting"}`,
			"event_severities": `{"Major":"1 - Most Severe"}`, "status_open": "Updated", "default_region": "DE", "dedupe_key_attribute": "c.event", "reopen_within": "0"}, nil},
		{"none", map[string]string{"b2cservice_contact_id": "", "event_apis": ""}, []string{"b2cservice_contact_id is not set", "event_apis is not set"}},
		{"all wrong", map[string]string{"b2cservice_contact_id": "x", "event_apis": `{"a/b":{"version":"v4"},"c":{"version":"4"}}`, "event_mappings": "{}", "event_statuses": "[]",
			"event_severities": "x", "default_region": "XX", "dedupe_key_attribute": "event", "reopen_within": "3 days"},
			[]string{`b2cservice_contact_id is "x"`, `version "v4" of "a/b"`, `version "4" of "c"`, "mappings", "statuses", "severities", "default_region", "dedupe_key_attribute", "reopen_within"}},
		{"no API", map[string]string{"event_apis": "{}"}, []string{"event_apis names no API"}},
		{"unknown member", map[string]string{"event_apis": `{"a":{"version":"v4","path":"/"}}`}, []string{"event_apis cannot be read"}},
		{"more than one", map[string]string{"event_apis": `{"a":{"version":"v4"}} {}`}, []string{"event_apis cannot be read"}},
		{"no version", map[string]string{"event_apis": `{"a":{}}`}, []string{`event_apis has version "" of "a"`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cfg := reader(test.values)
			s := newSettings(cfg)
			err := cfg.Err()
			if (err != nil) != (test.faults != nil) {
				t.Fatalf("settings %+v, %v", s, err)
			}
			for _, fault := range test.faults {
				if !strings.Contains(err.Error(), fault) {
					t.Errorf("%q is not in the report: %v", fault, err)
				}
			}
		})
	}
}

// TestUnknownNames: what B2C Service does not have is told by the setting's name and value, and the event comes again.
func TestUnknownNames(t *testing.T) {
	for setting, value := range map[string][2]string{
		"event_statuses": {`{"acknowledged":"Burning"}`, "Burning"}, "event_severities": {`{"major":"9 - Nope"}`, "9 - Nope"},
		"b2cservice_product": {"Toaster", "Toaster"}, "b2cservice_category": {"Kitchen", "Kitchen"}, "b2cservice_queue": {"Nobody", "Nobody"},
		"b2cservice_contact_id": {"4711", "4711"},
	} {
		b := newBench(t, map[string]string{setting: value[0]})
		event := sent{kind: "Create", state: "acknowledged", severity: "Major"}.String()
		if status, log := b.deliver(event), b.Log.String(); status != http.StatusBadGateway || !strings.Contains(log, "does not take the setting "+setting+` = \"`+value[1]+`\":`) {
			t.Errorf("%s: answer %d, log: %s", setting, status, log)
		}
		b.handler = b.instance(b.Table.Ledger(), nil)
		b.must(event)
		want := ticket("Unresolved", isCreated)
		want.Severity = "2 - Severe"
		b.Expect(want)
	}
	b := newBench(t, map[string]string{"status_open": "Ajar"})
	if status, log := b.deliver(changed(0)), b.Log.String(); status != http.StatusBadGateway || !strings.Contains(log, `the setting status_open = \"Ajar\":`) {
		t.Errorf("status_open: answer %d, log: %s", status, log)
	}
}

// TestNoAttribute: a site that has not the custom attribute is told by the setting's name.
func TestNoAttribute(t *testing.T) {
	b := newBench(t, map[string]string{"dedupe_key_attribute": "OCI.nope"})
	b.Meddle = func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		io.WriteString(w, `{"title":"Bad Request","detail":"Invalid Query, Unknown field: customFields.OCI.nope","o:errorCode":"OSC-CREST-00007"}`)
	}
	if status, log := b.deliver(created(0)), b.Log.String(); status != http.StatusBadGateway || !strings.Contains(log, `does not take the setting dedupe_key_attribute = \"OCI.nope\":`) {
		t.Errorf("answer %d, log: %s", status, log)
	}
}

// TestMapping: events of other types are taken by the settings.
func TestMapping(t *testing.T) {
	b := newBench(t, map[string]string{
		"event_apis":     `{"partyManagement":{"version":"v4"}}`,
		"event_mappings": `[{"eventTypes":["IndividualCreateEvent","IndividualStateChangeEvent"],"subject":"/title","correlationKey":"/event/individual/id","state":"/event/individual/status"}]`,
		"event_statuses": `{"validated":"Solved","initialized":"Waiting"}`,
	})
	for _, body := range []string{
		`{"eventId":"1","eventType":"IndividualCreateEvent","title":"New customer","eventTime":"2026-03-14T12:00:00Z","event":{"individual":{"id":"I-1","status":"initialized"}}}`,
		`{"eventId":"2","eventType":"IndividualStateChangeEvent","title":"Checked","eventTime":"2026-03-14T12:01:00Z","event":{"individual":{"id":"I-1","status":"validated"}}}`,
	} {
		if answer := deliver(t.Context(), b.handler, "partyManagement", body); answer.Code != http.StatusCreated {
			t.Errorf("answer = %d %s", answer.Code, answer.Body)
		}
	}
	b.Expect(filed{Subject: "New customer", Status: "Solved", Key: "partyManagement:individual:I-1", Threads: []string{"CREATED: New customer", "STATE CHANGED: Checked"}})
}
