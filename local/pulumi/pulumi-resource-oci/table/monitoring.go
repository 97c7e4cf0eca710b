package table

import "github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"

var monitoring = &oci.Service{
	Client: "oci_monitoring.MonitoringClient",
	Name:   "telemetry", Template: "https://telemetry.{region}.{secondLevelDomain}",
	Base: "/20180401",
}

func monitoringResources() []*Resource {
	alarm := rest("oci:Monitoring/alarm:Alarm", monitoring, "/alarms", "ACTIVE", "DELETED")
	alarm.Alike = map[string]func(wanted, live any) bool{"suppression": sameSuppression}
	return []*Resource{alarm}
}
