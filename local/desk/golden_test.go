package desk_test

import (
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what the desk answers to testdata")

// TestAnswers compares whole answers with testdata/*.json.
func TestAnswers(t *testing.T) {
	c := start(t, options(t))
	query := func(path, name, value string) string { return path + "?" + url.Values{name: {value}}.Encode() }
	steps := []struct {
		name, method, path, body string
		status                   int
	}{
		{"contact-created", "POST", "contacts", contactBody, 201},
		{"incident-created", "POST", "incidents", incidentBody, 201},
		{"phone-created", "POST", "contacts/1/phones", `{"number":"+44 20 7946 0000","phoneType":{"id":0}}`, 201},
		{"thread-created", "POST", "incidents/1/threads", `{"text":"Are you there?","entryType":{"id":3}}`, 201},
		{"contacts-found", "GET", query("contacts", "q", "phones.rawNumber = '15017122661'"), "", 200},
		{"contacts-not-found", "GET", query("contacts", "q", "phones.rawNumber = '1'") + "&totalResults=true", "", 200},
		{"contact-expanded", "GET", "contacts/1?expand=all", "", 200},
		{"incident-expanded", "GET", "incidents/1?expand=threads,primaryContact", "", 200},
		{"incident-fields", "GET", "incidents/1?fields=subject,threads.text,statusWithType.status,primaryContact.phones.rawNumber,customFields.CXBridge.parts", "", 200},
		{"phones", "GET", "contacts/1/phones", "", 200},
		{"thread", "GET", "incidents/1/threads/1", "", 200},
		{"tabular", "GET", query("queryResults/", "query", "SELECT id, lookupName, phones.rawNumber, emails.address FROM contacts; SELECT id FROM incidents WHERE id = 9"), "", 200},
		{"error-write", "POST", "incidents", `{"subject":"x","primaryContact":{"id":209}}`, 400},
		{"error-not-simulated", "GET", "metadata-catalog/contacts", "", 501},
		{"exceptions", "GET", "/services/rest/connect/exceptions", "", 200},
	}
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) {
			c := &client{t: t, url: c.url, http: c.http}
			got := c.normalized(c.must(step.status, step.method, step.path, step.body))
			file := filepath.Join("testdata", step.name+".json")
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("%s (run with -update if this is intended):\n%s", file, diff)
			}
		})
	}
}
