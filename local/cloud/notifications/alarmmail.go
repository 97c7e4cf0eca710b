package notifications

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// alarm is what a mail tells of an alarm's message (OCI Monitoring: Alarm Message Format).
type alarm struct {
	DedupeKey string             `json:"dedupeKey"`
	Title     string             `json:"title"`
	Body      string             `json:"body"`
	Type      string             `json:"type"`
	Severity  string             `json:"severity"`
	Millis    int64              `json:"timestampEpochMillis"`
	MetaData  []alarmDescription `json:"alarmMetaData"`
}

type alarmDescription struct {
	ID         string              `json:"id"`
	Query      string              `json:"query"`
	Summary    string              `json:"alarmSummary"`
	URL        string              `json:"alarmUrl"`
	Dimensions []map[string]string `json:"dimensions"`
}

// parseAlarm tells alarms' messages from all others.
func parseAlarm(message string) (alarm, bool) {
	var a alarm
	err := json.Unmarshal([]byte(message), &a)
	return a, err == nil && a.DedupeKey != "" && a.Type != ""
}

func (a alarm) subject() string { return fmt.Sprintf("%s %s: %s", a.Severity, a.Type, a.Title) }

func (a alarm) text() string {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-10s %s\n", name, value)
		}
	}
	if a.Body != "" {
		fmt.Fprintf(&b, "%s\n\n", a.Body)
	}
	line("Alarm", a.Title)
	line("Type", a.Type)
	line("Severity", a.Severity)
	line("Time", time.UnixMilli(a.Millis).UTC().Format(time.RFC1123))
	for _, m := range a.MetaData {
		line("Summary", m.Summary)
		line("Query", m.Query)
		for _, dimensions := range m.Dimensions {
			line("Resource", describe(dimensions))
		}
		line("Alarm ID", m.ID)
		line("Link", m.URL)
	}
	return b.String()
}

func describe(dimensions map[string]string) string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(dimensions)) {
		words = append(words, name+" = "+dimensions[name])
	}
	return strings.Join(words, ", ")
}
