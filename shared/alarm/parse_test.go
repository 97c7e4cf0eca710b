package alarm_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/cxbridge/cxbridge/shared/alarm"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// samples are a message of each version and what is to be read in them.
var samples = map[string]*alarm.Message{
	"ok-to-firing.json": {
		DedupeKey: "9a38cd1c-f808-4871-8c2a-abc4a72a9868", Title: "Test Alert", Body: "An alert is firing that needs attention in CX Service",
		Type: alarm.OKToFiring, Severity: alarm.Info, Time: at("2020-08-10T23:13:00Z"), Version: "1",
		Alarms: []alarm.Alarm{{ID: "ocid1.alarm.oc1.iad.example", Status: "FIRING", Severity: alarm.Info, Firing: 1,
			Query: `PutRequests[1m]{resourceID = "ocid1.bucket.oc1.iad.example"}.sum() > 0`}},
		Resources: []alarm.Resource{{ID: "ocid1.bucket.oc1.iad.example", Name: "bucket-20200810-1902"}}, Complete: true,
	},
	"firing-to-ok.json": {
		DedupeKey: "9a38cd1c-f808-4871-8c2a-abc4a72a9868", Title: "Test Alert", Body: "An alert is firing that needs attention in CX Service",
		Type: alarm.FiringToOK, Severity: alarm.Info, Time: at("2020-08-10T23:13:00Z"), Version: "1",
		Alarms: []alarm.Alarm{{ID: "ocid1.alarm.oc1.iad.example", Status: "OK", Severity: alarm.Info, Firing: 1,
			Query: `PutRequests[1m]{resourceID = "ocid1.bucket.oc1.iad.example"}.sum() > 0`}},
	},
	"v1.0-repeat.json": {
		DedupeKey: "3f7d1f0e-52a7-4c0b-9d0e-6b2f1c8f4a10", Title: "High CPU", Type: alarm.Repeat, Severity: alarm.Critical,
		Time: at("2019-01-01T00:00:00Z"), Version: "1.0",
		Alarms: []alarm.Alarm{{ID: "ocid1.alarm.oc1.phx.example", Status: "FIRING", Severity: alarm.Critical, Query: "CpuUtilization[1m].mean() > 90", Firing: 2}},
		Resources: []alarm.Resource{
			{ID: "ocid1.instance.oc1.phx.a", Name: "server-a"}, {ID: "ocid1.instance.oc1.phx.b", Name: "server-b"}},
		Complete: true,
	},
	"v1.1-lower-case.json": {
		DedupeKey: "4a1c", Title: "Disk full", Type: alarm.OKToFiring, Severity: alarm.Warning, Time: at("2019-07-01T00:01:00Z"), Version: "1.1",
		Alarms:    []alarm.Alarm{{ID: "ocid1.alarm.oc1.iad.example", Status: "FIRING", Severity: alarm.Warning, Query: "DiskUsed[5m].max() > 95", Firing: 2}},
		Resources: []alarm.Resource{{ID: "disk-1", Name: "disk-1"}}, Complete: true,
	},
	"v1.2-no-identity.json": {
		DedupeKey: "5b2d", Title: "Slow answers", Type: alarm.OKToFiring, Severity: alarm.Error, Time: at("2020-01-01T00:00:00Z"), Version: "1.2",
		Alarms:    []alarm.Alarm{{ID: "ocid1.alarm.oc1.iad.example", Status: "FIRING", Severity: alarm.Error, Query: "latency[1m].percentile(0.9) > 500", Firing: 3}},
		Resources: []alarm.Resource{{ID: `region = "east", service = "shop"`, Name: `region = "east", service = "shop"`}}, Complete: true,
	},
	"v1.3-ok.json": {
		DedupeKey: "6c3e", Title: "Backend down", Body: "Call the network team", Type: alarm.FiringToOK, Severity: alarm.Critical,
		Time: at("2022-01-01T00:01:00Z"), Version: "1.3",
		Alarms: []alarm.Alarm{{ID: "ocid1.alarm.oc1.eu-frankfurt-1.example", Status: "OK", Severity: alarm.Critical, Namespace: "oci_lbaas",
			Query: "UnHealthyBackendServers[1m].max() > 0",
			URL:   "https://cloud.oracle.com/monitoring/alarms/ocid1.alarm.oc1.eu-frankfurt-1.example?region=eu-frankfurt-1"}},
	},
	"v1.4-two-alarms.json": {
		DedupeKey: "7d4f", Title: "Database", Body: "See the handbook", Type: alarm.Repeat, Severity: alarm.Critical,
		Time: at("2023-01-01T00:01:00Z"), Version: "1.4",
		Alarms: []alarm.Alarm{
			{ID: "ocid1.alarm.oc1.iad.one", Status: "FIRING", Severity: alarm.Warning, Namespace: "oci_autonomous_database",
				Query: "StorageUtilization[1m].max() > 80", URL: "https://cloud.oracle.com/monitoring/alarms/one?region=us-ashburn-1", Firing: 1},
			{ID: "ocid1.alarm.oc1.iad.two", Status: "FIRING", Severity: alarm.Critical, Namespace: "oci_autonomous_database",
				Query: "StorageUtilization[1m].max() > 95", URL: "https://cloud.oracle.com/monitoring/alarms/two?region=us-ashburn-1", Firing: 2},
		},
		Resources: []alarm.Resource{{ID: "ocid1.autonomousdatabase.oc1.iad.x", Name: "orders"}}, // and another, which is not listed
	},
	"v1.5-grouped.json": {
		DedupeKey: "8e50a2cc-6a0f-45c3-8f0b-1c8a7d0d2f11", Title: "Too many errors", Body: "Runbook 17", Type: alarm.OKToFiring,
		Severity: alarm.Critical, Time: at("2025-10-27T11:05:00Z"), Version: "1.5",
		Alarms: []alarm.Alarm{{ID: "ocid1.alarm.oc1.iad.example", Status: "FIRING", Severity: alarm.Critical, Namespace: "oci_faas",
			Query: `FunctionResponseCount[1m]{responseType = "Error"}.sum() > 3`, Firing: 2,
			URL: "https://cloud.oracle.com/monitoring/alarms/ocid1.alarm.oc1.iad.example?region=us-ashburn-1",
			Summary: `Alarm "Too many errors" is in a "FIRING" state; because 2 metrics meet the trigger rule: ` +
				`"FunctionResponseCount[1m]{responseType = "Error"}.sum() > 3", with a trigger delay of 1 minute(s)`}},
		Resources: []alarm.Resource{
			{ID: "ocid1.fnfunc.oc1.iad.a", Name: "orders", Values: []string{`FunctionResponseCount[1m]{responseType = "Error"}.sum() = 4.00`}},
			{ID: "ocid1.fnfunc.oc1.iad.b", Name: "invoices", Values: []string{`FunctionResponseCount[1m]{responseType = "Error"}.sum() = 12.00`}}},
		Complete: true,
	},
	"v1.5-split.json": {
		DedupeKey: "9f61", Title: "Too many errors", Type: alarm.Reset, Severity: alarm.Info, Time: at("2025-10-27T11:18:00Z"), Version: "1.5", Split: true,
		Alarms: []alarm.Alarm{{ID: "ocid1.alarm.oc1.iad.example", Status: "OK", Severity: alarm.Info, Namespace: "oci_faas", Query: "Errors[1m].sum() > 3",
			URL:     "https://cloud.oracle.com/monitoring/alarms/ocid1.alarm.oc1.iad.example?region=us-ashburn-1",
			Summary: `Alarm "Too many errors" is in a "RESET" state`, Firing: 1}},
		Resources: []alarm.Resource{{ID: "ocid1.fnfunc.oc1.iad.a", Name: "orders", Values: []string{"Errors[1m].sum() = 4"}}}, Complete: true,
	},
}

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

// TestVersions reads every sample as it is and, as RAW is, in a single line.
func TestVersions(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.json")
	if len(files) != len(samples) {
		t.Errorf("%d samples for %d expectations", len(files), len(samples))
	}
	for name, want := range samples {
		t.Run(name, func(t *testing.T) {
			content, err := os.ReadFile("testdata/" + name)
			if err != nil {
				t.Fatal(err)
			}
			var line bytes.Buffer
			if err := json.Compact(&line, content); err != nil {
				t.Fatal(err)
			}
			for _, form := range [][]byte{content, line.Bytes()} {
				got, err := alarm.Parse(form)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(alarm.Message{})); diff != "" {
					t.Errorf("message (-want +got): %s", diff)
				}
			}
		})
	}
}

func TestNotAlarm(t *testing.T) {
	const good = `{"dedupeKey":"k","type":"REPEAT","timestampEpochMillis":1}`
	if _, err := alarm.Parse([]byte(good)); err != nil {
		t.Fatalf("the smallest message: %v", err)
	}
	tests := map[string]string{
		"nothing":        ``,
		"a text":         `Your subscription is active`,
		"a JSON text":    `"dedupeKey"`,
		"null":           `null`,
		"a list":         `[` + good + `]`,
		"two messages":   good + good,
		"cut off":        good[:len(good)-1],
		"an event":       `{"eventType":"com.oraclecloud.objectstorage.createobject","eventTime":"2020-08-10T23:13:00Z"}`,
		"no key":         `{"type":"REPEAT","timestampEpochMillis":1}`,
		"a blank key":    `{"dedupeKey":" ","type":"REPEAT","timestampEpochMillis":1}`,
		"an object key":  `{"dedupeKey":{},"type":"REPEAT","timestampEpochMillis":1}`,
		"no type":        `{"dedupeKey":"k","timestampEpochMillis":1}`,
		"another type":   `{"dedupeKey":"k","type":"SUSPENDED","timestampEpochMillis":1}`,
		"no time":        `{"dedupeKey":"k","type":"REPEAT"}`,
		"no such time":   `{"dedupeKey":"k","type":"REPEAT","timestampEpochMillis":-1,"timestamp":"yesterday"}`,
		"past all times": `{"dedupeKey":"k","type":"REPEAT","timestampEpochMillis":9223372036854775807}`,
		"too large":      `{"dedupeKey":"k","type":"REPEAT","timestampEpochMillis":1,"body":"` + strings.Repeat("x", alarm.MaxSize) + `"}`,
	}
	for name, body := range tests {
		if got, err := alarm.Parse([]byte(body)); !errors.Is(err, alarm.ErrNotAlarm) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// TestComplete: what is not listed may fire all the same.
func TestComplete(t *testing.T) {
	list := func(n int) string {
		return "[" + strings.TrimSuffix(strings.Repeat(`{"resourceId":"x"},`, n), ",") + "]"
	}
	tests := []struct {
		entry string
		want  bool
	}{
		{`{"totalMetricsFiring":1,"dimensions":` + list(1) + `}`, true},
		{`{"totalMetricsFiring":2,"dimensions":` + list(1) + `}`, false},
		{`{"totalMetricsFiring":100,"dimensions":` + list(100) + `}`, true},
		{`{"totalMetricsFiring":101,"dimensions":` + list(100) + `}`, false},
		{`{"dimensions":` + list(99) + `}`, true},
		{`{"dimensions":` + list(100) + `}`, false},
		{`{"totalMetricsFiring":0,"dimensions":[]}`, false},
		{`{"totalMetricsFiring":1,"dimensions":"broken"}`, false},
		{`{"totalMetricsFiring":1,"dimensions":` + list(1) + `},{"totalMetricsFiring":1,"dimensions":[]}`, false},
	}
	for _, test := range tests {
		m, err := alarm.Parse(fmt.Appendf(nil, `{"dedupeKey":"k","type":"REPEAT","timestampEpochMillis":1,"alarmMetaData":[%s]}`, test.entry))
		if err != nil || m.Complete != test.want {
			t.Errorf("%.80s: %v, %v", test.entry, m, err)
		}
	}
}

func TestSeverities(t *testing.T) {
	order := alarm.Severities()
	for i := range order {
		for j := range order {
			if got := order[i].Above(order[j]); got != (i < j) {
				t.Errorf("%s above %s: %v", order[i], order[j], got)
			}
		}
	}
	if alarm.Critical.Above("") || alarm.Severity("").Above(alarm.Info) {
		t.Error("no severity is above or below another")
	}
}

func TestRegion(t *testing.T) {
	tests := map[alarm.Alarm]string{
		{ID: "ocid1.alarm.oc1.iad.example", URL: "https://cloud.oracle.com/monitoring/alarms/x?region=us-ashburn-1"}: "us-ashburn-1",
		{ID: "ocid1.alarm.oc1.iad.example"}:           "iad",
		{ID: "ocid1.alarm.oc1.iad.example", URL: "%"}: "iad",
		{ID: "x"}: "",
		{}:        "",
	}
	for a, want := range tests {
		if got := a.Region(); got != want {
			t.Errorf("%+v: %q, want %q", a, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.json")
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Add([]byte(`{"dedupeKey":1,"type":"reset","timestamp":"2020-08-10T23:13:00+02:00","alarmMetaData":[null],"dimensions":[{"a":[]},null]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := alarm.Parse(data)
		if err != nil {
			if !errors.Is(err, alarm.ErrNotAlarm) {
				t.Errorf("err = %v", err)
			}
			return
		}
		if m.DedupeKey == "" || m.Time.UnixMilli() <= 0 || len(m.Alarms) == 0 || m.Complete && len(m.Resources) == 0 {
			t.Errorf("message = %+v", m)
		}
		ids := map[string]bool{}
		for _, r := range m.Resources {
			if r.ID == "" || r.Name == "" || ids[r.ID] {
				t.Errorf("resources = %+v", m.Resources)
			}
			ids[r.ID] = true
		}
		source := m.Source()
		again, err := alarm.Parse([]byte(source))
		if len(source) > alarm.MaxSize || !utf8.Valid(data) {
			return
		}
		if err != nil || cmp.Diff(m, again, cmpopts.IgnoreUnexported(alarm.Message{})) != "" || again.Source() != source {
			t.Errorf("read again: %+v, %v", again, err)
		}
	})
}
