package main

import (
	"encoding/json"
	"fmt"
)

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
