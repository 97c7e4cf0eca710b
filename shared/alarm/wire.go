package alarm

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// wire is a message as it is sent; encoding/json does not tell upper from lower case in its fields' names.
type wire struct {
	DedupeKey     text        `json:"dedupeKey"`
	Title         text        `json:"title"`
	Body          text        `json:"body"`
	Type          text        `json:"type"`
	Severity      text        `json:"severity"`
	Milliseconds  text        `json:"timestampEpochMillis"`
	Timestamp     text        `json:"timestamp"`
	Version       text        `json:"version"`
	AlarmMetaData []wireAlarm `json:"alarmMetaData"`
	either
}

// either is what belongs to the message in some versions and to an alarm in others.
type either struct {
	Dimensions       []map[string]text `json:"dimensions"`
	MetricValues     []map[string]text `json:"metricValues"` // parallel to the dimensions
	NotificationType text              `json:"notificationType"`
}

type wireAlarm struct {
	ID                 text `json:"id"`
	Status             text `json:"status"`
	Severity           text `json:"severity"`
	Namespace          text `json:"namespace"`
	Query              text `json:"query"`
	TotalMetricsFiring text `json:"totalMetricsFiring"`
	AlarmURL           text `json:"alarmUrl"`
	AlarmSummary       text `json:"alarmSummary"`
	either
}

// text is a JSON string, number or truth value; anything else is as good as missing.
type text string

// UnmarshalJSON takes what a field may hold.
func (t *text) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case '"':
		return json.Unmarshal(data, (*string)(t))
	case '{', '[', 'n':
		*t = ""
	default:
		*t = text(data)
	}
	return nil
}

// alarms are the entries of alarmMetaData, of which the first gets what belongs to the message. There is one at least.
func (w *wire) alarms() []wireAlarm {
	alarms := slices.Clone(w.AlarmMetaData)
	if len(alarms) == 0 {
		alarms = []wireAlarm{{}}
	}
	first := &alarms[0].either
	if !slices.ContainsFunc(alarms, func(a wireAlarm) bool { return len(a.Dimensions) > 0 }) {
		first.Dimensions = w.Dimensions
	}
	if first.MetricValues == nil {
		first.MetricValues = w.MetricValues
	}
	first.NotificationType = cmp.Or(first.NotificationType, w.NotificationType)
	return alarms
}

func (a *wireAlarm) alarm() Alarm {
	firing, _ := strconv.Atoi(string(a.TotalMetricsFiring))
	return Alarm{
		ID: string(a.ID), Status: string(a.Status), Severity: Severity(upper(a.Severity)), Namespace: string(a.Namespace),
		Query: string(a.Query), Summary: string(a.AlarmSummary), URL: string(a.AlarmURL), Firing: firing,
	}
}

func upper(t text) string { return strings.ToUpper(strings.TrimSpace(string(t))) }
