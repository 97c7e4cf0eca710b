package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/go-cmp/cmp"
)

// filed is an incident as it stands at the desk.
type filed struct {
	Subject, Severity, Status, Key string
	Threads                        []string // the first line of each
}

// texts returns the threads of an incident.
func (b *bench) texts(incident int) []string {
	b.t.Helper()
	var answer struct {
		Threads struct{ Items []struct{ Text string } }
	}
	b.call(http.StatusOK, http.MethodGet, fmt.Sprintf("/services/rest/connect/latest/incidents/%d?expand=threads", incident), "", &answer)
	var texts []string
	for _, thread := range answer.Threads.Items {
		texts = append(texts, thread.Text)
	}
	return texts
}

type entryName struct{ LookupName string }

// incidents returns all incidents, the oldest first.
func (b *bench) incidents() []filed {
	b.t.Helper()
	var page struct {
		Items []struct {
			ID             int
			Subject        string
			Severity       entryName
			StatusWithType struct{ Status entryName }
			CustomFields   struct {
				OCI struct {
					Key string `json:"dedupe_key"`
				}
			}
		}
	}
	b.call(http.StatusOK, http.MethodGet, "/services/rest/connect/latest/incidents?limit=1000&orderBy=id&fields=id,subject,severity,statusWithType,customFields.OCI.dedupe_key", "", &page)
	var all []filed
	for _, item := range page.Items {
		incident := filed{item.Subject, item.Severity.LookupName, item.StatusWithType.Status.LookupName, item.CustomFields.OCI.Key, nil}
		for _, text := range b.texts(item.ID) {
			first, _, _ := strings.Cut(text, "\n")
			incident.Threads = append(incident.Threads, first)
		}
		all = append(all, incident)
	}
	return all
}

func (b *bench) expect(want ...filed) {
	b.t.Helper()
	if diff := cmp.Diff(want, b.incidents()); diff != "" {
		b.t.Errorf("incidents (-want +got): %s", diff)
	}
}

// sent is a message of the tests' alarm "High CPU", as version 1.5 has it.
type sent struct {
	kind     string
	minute   int      // after noon
	servers  []string // that fire
	total    int      // how many fire; as many as are named where it is 0
	severity string   // ERROR where it is empty
	key      string   // cpu where it is empty
}

func (s sent) String() string {
	or := func(value, fallback string) string {
		if value == "" {
			return fallback
		}
		return value
	}
	status, dimensions, values := "OK", []map[string]string{}, []map[string]string{}
	for i, server := range s.servers {
		status = "FIRING"
		dimensions = append(dimensions, map[string]string{"resourceId": "ocid1.instance.oc1.iad." + server, "resourceDisplayName": "server " + server})
		values = append(values, map[string]string{"CpuUtilization[1m].mean()": fmt.Sprintf("9%d.00", i+1)})
	}
	severity := or(s.severity, "ERROR")
	at := noon.Add(minutes(s.minute))
	encoded, err := json.Marshal(map[string]any{
		"dedupeKey": or(s.key, "cpu"), "title": "High CPU", "body": "Runbook 17", "type": s.kind, "severity": severity,
		"timestampEpochMillis": at.UnixMilli(), "timestamp": at.Format("2006-01-02T15:04:05Z"),
		"alarmMetaData": []map[string]any{{
			"id": "ocid1.alarm.oc1.iad.cpu", "status": status, "severity": severity, "namespace": "oci_computeagent",
			"query": "CpuUtilization[1m].mean() > 90", "totalMetricsFiring": max(s.total, len(s.servers)), "dimensions": dimensions,
			"alarmUrl":     "https://cloud.oracle.com/monitoring/alarms/ocid1.alarm.oc1.iad.cpu?region=us-ashburn-1",
			"metricValues": values,
		}},
		"notificationType": "Grouped messages across metric streams", "version": 1.5,
	})
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

func fires(minute int, servers ...string) string {
	return sent{kind: "OK_TO_FIRING", minute: minute, servers: servers}.String()
}

func repeats(minute int, servers ...string) string {
	return sent{kind: "REPEAT", minute: minute, servers: servers}.String()
}

func recovers(minute int) string { return sent{kind: "FIRING_TO_OK", minute: minute}.String() }

func resets(minute int) string { return sent{kind: "RESET", minute: minute}.String() }
