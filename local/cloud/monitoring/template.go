package monitoring

import (
	"fmt"
	"html"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// placeholder is a dynamic variable: with two braces its value is escaped for HTML,
// with three it is not (Monitoring: Using Dynamic Variables in Alarm Messages).
var placeholder = regexp.MustCompile(`\{\{\{\s*([\w.-]+)\s*\}\}\}|\{\{\s*([\w.-]+)\s*\}\}`)

// vars are the values of dynamic variables.
type vars map[string]string

// variables are those of a message. What has no value has none here.
func variables(m message) vars {
	about := m.AlarmMetaData[0]
	v := vars{
		"dedupeKey": m.DedupeKey, "type": m.Type, "severity": m.Severity, "timestamp": m.Timestamp,
		"timestampEpochMillis": strconv.FormatInt(m.TimestampEpochMillis, 10), "notificationType": m.NotificationType,
		"id": about.ID, "status": about.Status, "namespace": about.Namespace, "query": about.Query,
		"totalMetricsFiring": strconv.Itoa(about.TotalMetricsFiring), "alarmUrl": about.AlarmURL,
		"dimensions": list(about.Dimensions), "metricValues": list(about.MetricValues),
	}
	for _, dimensions := range about.Dimensions {
		for name, value := range dimensions {
			if key := "dimensions." + name; v[key] == "" {
				v[key] = value
			}
		}
	}
	return v
}

// list writes objects as the documented sample does: [CpuUtilization[1m].mean():92].
func list(objects []map[string]string) string {
	var items []string
	for _, object := range objects {
		for _, key := range slices.Sorted(maps.Keys(object)) {
			items = append(items, fmt.Sprintf("%s:%s", key, object[key]))
		}
	}
	if items == nil {
		return ""
	}
	return "[" + strings.Join(items, ", ") + "]"
}

// render puts in the values; a variable without one stays as it is written.
func (v vars) render(text string) string {
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		m := placeholder.FindStringSubmatch(found)
		if m[1] != "" && v[m[1]] != "" {
			return v[m[1]]
		}
		if m[2] != "" && v[m[2]] != "" {
			return html.EscapeString(v[m[2]])
		}
		return found
	})
}
