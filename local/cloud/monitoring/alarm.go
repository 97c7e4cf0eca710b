package monitoring

import (
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const (
	base = "/20180401"
	kind = "alarm"
)

// registerAlarms adds the alarms' kind (oci-go-sdk: monitoring.Alarm). Everything of an
// alarm may be changed; its compartment only by an action, which is not simulated.
func (p *Plane) registerAlarms() {
	p.engine.Register(&resource.Kind{
		Name: kind, Title: "Alarm", Paths: []string{base + "/alarms"}, Active: "ACTIVE", Updated: "timeUpdated",
		Fields: "compartmentId!~ displayName!~ metricCompartmentId!~ metricCompartmentIdInSubtree:bool~ namespace!~ query!~ " +
			"resourceGroup~ resolution~ pendingDuration~ severity:CRITICAL|ERROR|WARNING|INFO!~ body~ notificationTitle~ alarmSummary~ " +
			"isNotificationsPerMetricDimensionEnabled:bool~ messageFormat:RAW|PRETTY_JSON|ONS_OPTIMIZED~ destinations:strings!~ " +
			"repeatNotificationDuration~ suppression:{suppression}~ isEnabled:bool!~ overrides:any~ ruleName~ notificationVersion~ evaluationSlackDuration~",
		Shapes: map[string]string{"suppression": "timeSuppressFrom! timeSuppressUntil! description"},
		Create: func(op *resource.Op, r *store.Resource) error {
			for key, value := range map[string]any{
				"resolution": "1m", "pendingDuration": "PT1M", "messageFormat": "RAW", "ruleName": "BASE", "evaluationSlackDuration": "PT3M",
				"isNotificationsPerMetricDimensionEnabled": false, "metricCompartmentIdInSubtree": false,
			} {
				r.Doc.Default(key, value)
			}
			return check(op, r.Doc)
		},
		Update: func(op *resource.Op, before, r *store.Resource) error { return checkUpdate(op, before, r) },
	})
}
