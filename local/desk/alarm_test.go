package desk_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/desk"
)

// alarmBody is an incident as an alarm makes it.
const alarmBody = `{"subject":"Secrets are being created","primaryContact":{"id":1},"severity":{"lookupName":"4 - Low"},
	"statusWithType":{"status":{"lookupName":"Unresolved"}},"product":{"lookupName":"Vault"},"category":{"lookupName":"Threshold"},
	"queue":{"lookupName":"Cloud Operations"},"customFields":{"OCI":{"dedupe_key":"9a38cd1c-f808-4871-8c2a-abc4a72a9868"}},
	"threads":[{"text":"The alarm fires.\nSince: noon","entryType":{"lookupName":"Note"},"contentType":{"lookupName":"text/plain"}}]}`

// watched is the state that tells whether an incident still follows its alarm.
type watched struct {
	ID                      int64
	LookupName, UpdatedTime string
	ClosedTime              *string
	Severity                named
	StatusWithType          struct{ Status, StatusType named }
}

type named struct {
	ID         int64
	LookupName string
}

const stateFields = "subject,statusWithType.status,statusWithType.statusType,severity,updatedTime,closedTime"

// alarmDesk is a desk with a first contact, an alarm's incident and a clock that
// the test sets.
func alarmDesk(t *testing.T) (c *client, now *time.Time) {
	t.Helper()
	now = new(time.Time)
	*now = noon()
	o := options(t)
	o.FirstContact, o.Clock = "Oracle Cloud Monitoring", func() time.Time { return *now }
	c = start(t, o)
	c.must(201, "POST", "incidents", alarmBody)
	return c, now
}

func TestStateOfAnAlarmsIncidentInOneCall(t *testing.T) {
	c, now := alarmDesk(t)
	c.must(201, "POST", "incidents", strings.Replace(alarmBody, "4 - Low", "1 - Most Severe", 1)) // the newer of two
	*now = now.Add(time.Minute)
	c.must(200, "PATCH", "incidents/2", `{"statusWithType":{"status":{"lookupName":"Solved"}}}`)

	want := watched{ID: 2, LookupName: "260314-000001", UpdatedTime: "2026-03-14T12:01:00.000Z", Severity: named{1, "1 - Most Severe"}}
	want.ClosedTime = &want.UpdatedTime
	want.StatusWithType.Status, want.StatusWithType.StatusType = named{2, "Solved"}, named{2, "Solved"}

	query := url.Values{
		"q":       {"customFields.OCI.dedupe_key = '9a38cd1c-f808-4871-8c2a-abc4a72a9868'"},
		"orderBy": {"id:desc"}, "limit": {"1"}, "fields": {stateFields},
	}
	var found struct{ Items []watched }
	c.must(200, "GET", "incidents?"+query.Encode(), "").decode(t, &found)
	if diff := cmp.Diff([]watched{want}, found.Items); diff != "" {
		t.Errorf("by the query: %s", diff)
	}
	var got watched
	c.must(200, "GET", "incidents/2?fields="+stateFields, "").decode(t, &got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("by the id: %s", diff)
	}

	statement := `SELECT id, lookupName, statusWithType.status.id, statusWithType.status.lookupName, statusWithType.statusType.id, severity.lookupName, updatedTime, closedTime
		FROM incidents WHERE customFields.OCI.dedupe_key = '9a38cd1c-f808-4871-8c2a-abc4a72a9868' ORDER BY id DESC LIMIT 1`
	var table struct{ Items []struct{ Rows [][]string } }
	c.must(200, "GET", "queryResults/?query="+url.QueryEscape(statement), "").decode(t, &table)
	row := []string{"2", "260314-000001", "2", "Solved", "2", "1 - Most Severe", want.UpdatedTime, want.UpdatedTime}
	if diff := cmp.Diff([][]string{row}, table.Items[0].Rows); diff != "" {
		t.Errorf("by the tabular query: %s", diff)
	}
}

func TestOneChangeOfThreadsStatusAndSeverity(t *testing.T) {
	for _, override := range []bool{false, true} {
		t.Run(fmt.Sprintf("override %v", override), func(t *testing.T) {
			c, now := alarmDesk(t)
			*now = now.Add(time.Hour)
			change := `{"severity":{"lookupName":"2 - Severe"},"statusWithType":{"status":{"lookupName":"Updated"}},
				"threads":[{"text":"CLEAR: server A","entryType":{"id":1}},{"text":"The alarm is over.","entryType":{"id":1}}]}`
			method, headers := "PATCH", []string(nil)
			if override {
				method, headers = "POST", []string{"X-HTTP-Method-Override", "PATCH"}
			}
			if a := c.must(200, method, "incidents/1", change, headers...); a.body != "" {
				t.Errorf("the answer has the body %q", a.body)
			}
			var got watched
			c.must(200, "GET", "incidents/1", "").decode(t, &got)
			if got.Severity.ID != 2 || got.StatusWithType.Status.ID != 8 || got.StatusWithType.StatusType.ID != 1 || got.UpdatedTime != "2026-03-14T13:00:00.000Z" {
				t.Errorf("the incident is %+v", got)
			}
			var texts []string
			for _, thread := range c.incident(1).Threads.Items {
				texts = append(texts, thread.Text)
			}
			if diff := cmp.Diff([]string{"The alarm fires.\nSince: noon", "CLEAR: server A", "The alarm is over."}, texts); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUnknownNamesOfAnIncident(t *testing.T) {
	c, _ := alarmDesk(t)
	for attribute, given := range map[string]string{
		"Incident.Severity":              `{"severity":{"lookupName":"Nonesuch"}}`,
		"Incident.StatusWithType.Status": `{"statusWithType":{"status":{"lookupName":"Nonesuch"}}}`,
		"Incident.Product":               `{"product":{"lookupName":"Nonesuch"}}`,
		"Incident.Category":              `{"category":{"lookupName":"Nonesuch"}}`,
		"Incident.Queue":                 `{"queue":{"lookupName":"Nonesuch"}}`,
	} {
		c.refused(400, "OSC-CREST-00006", attribute+": Invalid ID: no such entry of ", "PATCH", "incidents/1", given)
		c.refused(400, "OSC-CREST-00006", `"Nonesuch"`, "PATCH", "incidents/1", given)
		c.refused(400, "OSC-CREST-00006", attribute, "POST", "incidents", strings.Replace(given, "{", `{"primaryContact":{"id":1},`, 1))
	}
}

func TestFaultsOfAChange(t *testing.T) {
	const change = `{"threads":[{"text":"again","entryType":{"id":1}}]}`
	tests := []struct {
		fault   string
		threads int // of the incident afterwards
	}{{"throttle", 1}, {"commit-then-503", 2}, {"commit-then-reset", 2}, {"reset", 1}}
	for _, test := range tests {
		t.Run(test.fault, func(t *testing.T) {
			c, _ := alarmDesk(t)
			c.fault(fmt.Sprintf(`{"match":{"method":"PATCH","path":"/incidents/*"},"fault":%q}`, test.fault))
			response, err := c.http.Do(c.request("POST", "incidents/1", change, "X-HTTP-Method-Override", "PATCH"))
			if err == nil {
				response.Body.Close()
			}
			if broken := strings.HasSuffix(test.fault, "reset"); broken != (err != nil) || !broken && response.StatusCode != 503 {
				t.Errorf("answered %v, %v", response, err)
			}
			if got := len(c.incident(1).Threads.Items); got != test.threads {
				t.Errorf("there are %d threads, want %d", got, test.threads)
			}
		})
	}
}

func TestDeletedIncidentIsGone(t *testing.T) {
	c, _ := alarmDesk(t)
	c.must(200, "DELETE", "incidents/1", "")
	c.refused(404, "OSC-CREST-00013", "", "GET", "incidents/1?fields="+stateFields, "")
	c.refused(404, "OSC-CREST-00013", "", "PATCH", "incidents/1", `{"severity":{"id":1}}`)
	if ids, _ := c.ids("incidents", "q", "customFields.OCI.dedupe_key = '9a38cd1c-f808-4871-8c2a-abc4a72a9868'"); len(ids) != 0 {
		t.Errorf("%v are found still", ids)
	}
}

func TestFirstContactIsMadeOnce(t *testing.T) {
	o := kept(t, options(t))
	o.FirstContact = "Oracle Cloud Monitoring"
	for range 2 {
		d, err := desk.New(o)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	c := start(t, o)
	var contact struct{ LookupName string }
	c.must(200, "GET", "contacts/1", "").decode(t, &contact)
	if ids, _ := c.ids("contacts"); len(ids) != 1 || contact.LookupName != o.FirstContact {
		t.Errorf("the contacts are %v, the first is %q", ids, contact.LookupName)
	}
}

func TestPageOfAnAlarmsIncident(t *testing.T) {
	c, _ := alarmDesk(t)
	c.must(200, "PATCH", "incidents/1", `{"statusWithType":{"status":{"lookupName":"Updated"}},"threads":[{"text":"The alarm is over.","entryType":{"id":1}}]}`)
	c.visit(200, "/").contains(t, "Secrets are being created", "Oracle Cloud Monitoring", "4 - Low", "Updated")
	a := c.visit(200, "/incidents/260314-000000")
	a.contains(t, "4 - Low", "Cloud Infrastructure / Vault", "Alarm / Threshold", "Cloud Operations", "OCI.dedupe_key",
		"9a38cd1c-f808-4871-8c2a-abc4a72a9868", "<pre>The alarm fires.\nSince: noon</pre>")
	if first, second := strings.Index(a.body, "The alarm fires."), strings.Index(a.body, "The alarm is over."); second < first {
		t.Error("the threads are out of order")
	}
}
