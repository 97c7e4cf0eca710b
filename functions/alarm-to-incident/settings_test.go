package main

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/config"
)

func TestSettings(t *testing.T) {
	tests := []struct {
		name   string
		values map[string]string
		faults []string // what the report must name
	}{
		{"the least", map[string]string{"b2cservice_contact_id": "7"}, nil},
		{"all", map[string]string{"b2cservice_contact_id": "7", "severity_CRITICAL": "A", "status_OK": "Solved", "dedupe_key_attribute": "c.alarm",
			"reopen_within": "0", "repeat_as": "count", "incident_for": "resource"}, nil},
		{"none", nil, []string{"b2cservice_contact_id is not set"}},
		{"all wrong", map[string]string{"b2cservice_contact_id": "0", "dedupe_key_attribute": "dedupe_key", "reopen_within": "3 days",
			"repeat_as": "threads", "incident_for": "resources"},
			[]string{`b2cservice_contact_id is "0"`, "dedupe_key_attribute", `reopen_within is "3 days"`, "thread or count", "alarm or resource"}},
		{"signs", map[string]string{"b2cservice_contact_id": "-7", "reopen_within": "-1h"}, []string{"b2cservice_contact_id", "reopen_within"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cfg := config.NewReader(func(key string) string { return test.values[key] })
			s := newSettings(cfg)
			err := cfg.Err()
			if (err != nil) != (test.faults != nil) || err == nil && s.Contact != 7 {
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

// TestUnknownNames: what B2C Service does not have is told by the setting's name and value, and the message comes again.
func TestUnknownNames(t *testing.T) {
	for setting, value := range map[string]string{
		"severity_ERROR": "9 - Nope", "status_FIRING": "Burning", "b2cservice_product": "Toaster", "b2cservice_category": "Kitchen",
		"b2cservice_queue": "Nobody", "b2cservice_contact_id": "4711",
	} {
		b := newBench(t, map[string]string{setting: value})
		status, _ := b.deliver(fires(0, "A"))
		if log := b.Log.String(); status < 500 || !strings.Contains(log, "does not take the setting "+setting+` = \"`+value+`\":`) {
			t.Errorf("%s: answer %d, log: %s", setting, status, log)
		}
		b.handler = b.instance(b.Table.Ledger(), nil)
		b.must(fires(0, "A"))
		b.Expect(cpu("Unresolved", isFiring))
	}
	b := newBench(t, map[string]string{"status_OK": "Fine", "severity_CRITICAL": "0 - Panic"})
	b.must(fires(0, "A"))
	b.deliver(sent{kind: "REPEAT", minute: 1, servers: []string{"A"}, severity: "CRITICAL"}.String())
	b.deliver(recovers(3))
	for _, want := range []string{`setting severity_CRITICAL = \"0 - Panic\":`, `setting status_OK = \"Fine\":`} {
		if !strings.Contains(b.Log.String(), want) {
			t.Errorf("not in the log: %s\n%s", want, &b.Log)
		}
	}
}

// TestNoAttribute: a site that has not the custom attribute is told by the setting's name.
func TestNoAttribute(t *testing.T) {
	b := newBench(t, map[string]string{"dedupe_key_attribute": "OCI.nope"})
	b.Meddle = func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		io.WriteString(w, `{"title":"Bad Request","detail":"Invalid Query, Unknown field: customFields.OCI.nope","o:errorCode":"OSC-CREST-00007"}`)
	}
	status, _ := b.deliver(fires(0, "A"))
	if log := b.Log.String(); status < 500 || !strings.Contains(log, `does not take the setting dedupe_key_attribute = \"OCI.nope\":`) {
		t.Errorf("answer %d, log: %s", status, log)
	}
}
