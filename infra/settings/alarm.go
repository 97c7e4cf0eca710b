package settings

import "strings"

// Alarm is an alarm that becomes an incident when it fires. The names are those of Monitoring's CreateAlarmDetails,
// where each is described.
type Alarm struct {
	DisplayName         string `json:"displayName"` // the incident's subject, unless there is a title
	Namespace           string `json:"namespace"`
	Query               string `json:"query"` // see [Alarm.QueryFor]
	Severity            string `json:"severity"`
	Body                string `json:"body"`
	NotificationTitle   string `json:"notificationTitle"`
	ResourceGroup       string `json:"resourceGroup"`
	MetricCompartmentID string `json:"metricCompartmentId"` // the stack's, unless another is named

	MetricCompartmentIDInSubtree             bool `json:"metricCompartmentIdInSubtree"`
	IsNotificationsPerMetricDimensionEnabled bool `json:"isNotificationsPerMetricDimensionEnabled"`
	IsEnabled                                bool `json:"isEnabled"` // true unless it is set

	// ISO 8601 durations.
	PendingDuration            string `json:"pendingDuration"`            // PT1M unless it is set
	RepeatNotificationDuration string `json:"repeatNotificationDuration"` // empty: never
	EvaluationSlackDuration    string `json:"evaluationSlackDuration"`    // PT3M unless it is set

	Suppression *Suppression `json:"suppression"`
}

// Suppression is a time in which an alarm sends no messages; the times are RFC 3339.
type Suppression struct {
	TimeSuppressFrom  string `json:"timeSuppressFrom"`
	TimeSuppressUntil string `json:"timeSuppressUntil"`
	Description       string `json:"description"`
}

// vaultVariable stands for the stack's vault, whose OCID nobody knows before there is a stack.
const vaultVariable = "${vaultId}"

// QueryFor is the alarm's query, in which ${vaultId} is the OCID of the stack's vault.
func (a Alarm) QueryFor(vaultID string) string {
	return strings.ReplaceAll(a.Query, vaultVariable, vaultID)
}
