package main

import (
	"slices"
	"testing"

	"github.com/cxbridge/cxbridge/shared/mql"
	"github.com/google/go-cmp/cmp"
)

const (
	alarmType        = "oci:Monitoring/alarm:Alarm"
	topicType        = "oci:Ons/notificationTopic:NotificationTopic"
	subscriptionType = "oci:Ons/subscription:Subscription"
)

func TestAlarmsLeadToTheirFunction(t *testing.T) {
	r := succeed(t, &run{})
	topic := r.one(t, topicType, "alarms")
	if topic.plain()["name"] != "cxbridge-local-alarms" {
		t.Errorf("topic %v", topic.plain())
	}
	subscription := r.one(t, subscriptionType, "alarm-to-incident").plain()
	want := map[string]any{
		"compartmentId": compartment, "topicId": topic.id, "protocol": "ORACLE_FUNCTIONS",
		"endpoint":     r.one(t, functionType, "alarm-to-incident").id,
		"freeformTags": map[string]any{"project": project, "stack": local, "owner": local},
	}
	if diff := cmp.Diff(want, subscription); diff != "" {
		t.Errorf("subscription (-want +got):\n%s", diff)
	}
	want = map[string]any{
		"compartmentId": compartment, "displayName": "Test Alert", "destinations": []any{topic.id},
		"namespace":           "oci_secrets",
		"query":               `CreateSecret[1m]{vaultId = "` + r.one(t, "oci:Kms/vault:Vault", "vault").id + `"}.sum() > 0`,
		"severity":            "INFO",
		"body":                "An alert is firing that needs attention in CX Service",
		"messageFormat":       "RAW",
		"notificationVersion": "1.X",
		"metricCompartmentId": compartment, "metricCompartmentIdInSubtree": false,
		"isNotificationsPerMetricDimensionEnabled": false, "isEnabled": true,
		// OCI's defaults, so that a setting which is taken away again goes.
		"notificationTitle": "Test Alert", "pendingDuration": "PT1M", "evaluationSlackDuration": "PT3M",
		"freeformTags": map[string]any{"project": project, "stack": local, "owner": local},
	}
	if diff := cmp.Diff(want, r.one(t, alarmType, "test-alert").plain()); diff != "" {
		t.Errorf("alarm (-want +got):\n%s", diff)
	}
}

// All that can be set of an alarm must reach it.
func TestAlarmIsAsSet(t *testing.T) {
	const tenancy = "ocid1.tenancy.oc1..cxbridgelocal"
	r := succeed(t, &run{changes: map[string]string{"alarms": `[{
		"displayName": "Disk of A is full", "namespace": "my_app", "query": "Disk[5m].max() > 90", "severity": "CRITICAL",
		"body": "Look at {{dimensions.host}}", "notificationTitle": "Disk", "resourceGroup": "front", "pendingDuration": "PT5M",
		"repeatNotificationDuration": "PT2H", "evaluationSlackDuration": "PT10M", "isEnabled": false,
		"isNotificationsPerMetricDimensionEnabled": true, "metricCompartmentId": "` + tenancy + `", "metricCompartmentIdInSubtree": true,
		"suppression": {"timeSuppressFrom": "2026-02-01T00:00:00Z", "timeSuppressUntil": "2026-02-02T00:00:00Z", "description": "CHG-1"}
	}]`}})
	want := map[string]any{
		"compartmentId": compartment, "displayName": "Disk of A is full",
		"destinations": []any{r.one(t, topicType, "alarms").id},
		"namespace":    "my_app", "query": "Disk[5m].max() > 90", "severity": "CRITICAL",
		"body": "Look at {{dimensions.host}}", "notificationTitle": "Disk", "resourceGroup": "front", "pendingDuration": "PT5M",
		"repeatNotificationDuration": "PT2H", "evaluationSlackDuration": "PT10M", "isEnabled": false,
		"isNotificationsPerMetricDimensionEnabled": true, "metricCompartmentId": tenancy, "metricCompartmentIdInSubtree": true,
		"suppression": map[string]any{
			"timeSuppressFrom": "2026-02-01T00:00:00Z", "timeSuppressUntil": "2026-02-02T00:00:00Z", "description": "CHG-1",
		},
		"messageFormat": "RAW", "notificationVersion": "1.X",
		"freeformTags": map[string]any{"project": project, "stack": local, "owner": local},
	}
	if diff := cmp.Diff(want, r.one(t, alarmType, "disk-of-a-is-full").plain()); diff != "" {
		t.Errorf("alarm (-want +got):\n%s", diff)
	}
}

// The first message must find a function that may read its secrets and use its ledger.
func TestFunctionIsSubscribedWhenItMayWork(t *testing.T) {
	r := succeed(t, &run{})
	after := r.one(t, subscriptionType, "alarm-to-incident").RegisterRPC.GetDependencies()
	for _, one := range []registered{r.one(t, policyType, "alarms"), r.one(t, groupsType, "alarms")} {
		if !slices.Contains(after, string(one.urn)) {
			t.Errorf("the subscription does not depend on %s", one.urn)
		}
	}
}

// The secrets of a new stack must not fire the alarm on its vault, nor may a message come before the subscription.
func TestAlarmsComeLast(t *testing.T) {
	r := succeed(t, &run{changes: withSecret})
	before := append(r.all(secretType), r.one(t, subscriptionType, "alarm-to-incident"))
	after := r.one(t, alarmType, "test-alert").RegisterRPC.GetDependencies()
	for _, one := range before {
		if !slices.Contains(after, string(one.urn)) {
			t.Errorf("the alarm does not depend on %s", one.urn)
		}
	}
}

func TestLedger(t *testing.T) {
	table := succeed(t, &run{}).one(t, tableType, "ledger").plain()
	want := map[string]any{
		"compartmentId": compartment, "name": "cxbridge_local_ledger",
		"ddlStatement": "CREATE TABLE IF NOT EXISTS cxbridge_local_ledger (id STRING, holder STRING, held_until TIMESTAMP(3), " +
			"purpose STRING, value JSON, PRIMARY KEY (id)) USING TTL 90 DAYS",
		"tableLimits": map[string]any{
			"capacityMode": "ON_DEMAND", "maxReadUnits": 0.0, "maxWriteUnits": 0.0, "maxStorageInGbs": 1.0,
		},
		"freeformTags": map[string]any{"project": project, "stack": local, "owner": local},
	}
	if diff := cmp.Diff(want, table); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
}

// Whoever names an alarm like one of the stack's own gets both.
func TestAlarmNamedLikeOneOfTheStacksOwn(t *testing.T) {
	r := succeed(t, &run{changes: map[string]string{"alarms": `[{
		"displayName": "Function errors", "namespace": "my_app", "query": "Errors[1m].sum() > 0", "severity": "ERROR"}]`}})
	parents := map[string]bool{}
	for _, alarm := range r.all(alarmType) {
		if alarm.Name == "function-errors" {
			parents[alarm.parent().Name()] = true
		}
	}
	if diff := cmp.Diff(map[string]bool{"alarms": true, "watch": true}, parents); diff != "" {
		t.Errorf("alarms of that name, by their parents (-want +got):\n%s", diff)
	}
}

func TestWithoutAContactThereIsNoAlarmFlow(t *testing.T) {
	r := succeed(t, &run{changes: map[string]string{"b2cserviceContactId": "", "alarms": "[]", "listeners": "[]"}})
	for _, one := range r.all("") {
		if one.Name == "alarm-to-incident" || one.Name == "alarms" || one.Name == "ledger" || one.Name == "alarm-deliveries" {
			t.Errorf("there is %s", one.urn)
		}
	}
	r.one(t, topicType, "operators") // the stack still watches itself
}

// The stack's own alarms are about the stack, and never lead into the flow that may be what fails.
func TestTheStackWatchesItself(t *testing.T) {
	r := succeed(t, &run{changes: map[string]string{"operatorEmails": `["a@example.com","b@example.com"]`}})
	topic := r.one(t, topicType, "operators")
	for _, address := range []string{"a@example.com", "b@example.com"} {
		in := r.one(t, subscriptionType, address).plain()
		if in["protocol"] != "EMAIL" || in["endpoint"] != address || in["topicId"] != topic.id {
			t.Errorf("subscription %v", in)
		}
	}
	application, deployment := r.one(t, applicationType, "application").id, r.one(t, deploymentType, "webhooks").id
	alarms := r.one(t, topicType, "alarms").id
	want := map[string][]any{
		"function-errors":     {"oci_faas", `FunctionResponseCount[1m]{applicationId = "` + application + `", responseType = "Error"}.sum() > 0`},
		"function-throttling": {"oci_faas", `FunctionResponseCount[1m]{applicationId = "` + application + `", responseType = "Throttled"}.sum() > 0`},
		"gateway-errors":      {"oci_apigateway", `HttpResponses[1m]{deploymentId = "` + deployment + `", httpStatusCategory = "5xx"}.sum() > 0`},
		"alarm-deliveries":    {"oci_notification", `FailedMessagesCount[1m]{resourceId = "` + alarms + `"}.sum() > 0`},
	}
	got := map[string][]any{}
	for _, alarm := range r.all(alarmType) {
		in := alarm.plain()
		if alarm.parent().Name() != "watch" {
			continue
		}
		got[alarm.Name] = []any{in["namespace"], in["query"]}
		if diff := cmp.Diff([]any{topic.id}, in["destinations"]); diff != "" {
			t.Errorf("destinations of %s (-want +got):\n%s", alarm.Name, diff)
		}
		if _, err := mql.ParseAlarm(in["query"].(string)); err != nil {
			t.Errorf("%s: %v", alarm.Name, err)
		}
		if in["isEnabled"] != true || in["displayName"] != "cxbridge-local-"+alarm.Name || in["body"] == "" {
			t.Errorf("alarm %v", in)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("alarms (-want +got):\n%s", diff)
	}
}
