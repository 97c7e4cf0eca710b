package provider

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/fakeoci"
	"github.com/google/go-cmp/cmp"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

const (
	topicToken        = "oci:Ons/notificationTopic:NotificationTopic"
	subscriptionToken = "oci:Ons/subscription:Subscription"
	alarmToken        = "oci:Monitoring/alarm:Alarm"
	tableToken        = "oci:Nosql/table:Table"
)

// TestAlike: what OCI spells otherwise is no difference, what is another value is one.
func TestAlike(t *testing.T) {
	for _, test := range []struct {
		name, token string
		live        fakeoci.Object
		want        []string
	}{
		{"a statement in capitals", tableToken, fakeoci.Object{
			"ddlStatement": "CREATE TABLE IF NOT EXISTS T (ID STRING, PRIMARY KEY (ID)) USING TTL 90 DAYS"}, nil},
		{"another statement", tableToken, fakeoci.Object{"ddlStatement": "CREATE TABLE t (id STRING, PRIMARY KEY (id))"}, []string{"ddlStatement"}},
		{"units that OCI chose", tableToken, fakeoci.Object{"tableLimits": fakeoci.Object{
			"capacityMode": "ON_DEMAND", "maxReadUnits": 10000, "maxWriteUnits": 5000, "maxStorageInGBs": 1}}, nil},
		{"more storage", tableToken, fakeoci.Object{"tableLimits": fakeoci.Object{
			"capacityMode": "ON_DEMAND", "maxReadUnits": 0, "maxWriteUnits": 0, "maxStorageInGBs": 2}}, []string{"tableLimits"}},
		{"another mode", tableToken, fakeoci.Object{"tableLimits": fakeoci.Object{
			"capacityMode": "PROVISIONED", "maxReadUnits": 0, "maxWriteUnits": 0, "maxStorageInGBs": 1}}, []string{"tableLimits"}},
		{"JSON in another order", subscriptionToken, fakeoci.Object{
			"deliverPolicy": `{"backoffRetryPolicy":{"maxRetryDuration":3600000,"policyType":"EXPONENTIAL"}}`}, nil},
		{"another duration", subscriptionToken, fakeoci.Object{
			"deliverPolicy": `{"backoffRetryPolicy":{"maxRetryDuration":7200000,"policyType":"EXPONENTIAL"}}`}, []string{"deliveryPolicy"}},
		{"moments with fractions and zones", alarmToken, fakeoci.Object{"suppression": fakeoci.Object{
			"timeSuppressFrom": "2026-01-01T00:00:00.000Z", "timeSuppressUntil": "2026-01-01T02:00:00+01:00"}}, nil},
		{"another moment", alarmToken, fakeoci.Object{"suppression": fakeoci.Object{
			"timeSuppressFrom": "2026-01-01T00:00:00Z", "timeSuppressUntil": "2026-01-01T02:00:00Z"}}, []string{"suppression"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t)
			inputs := r.checked(test.token, r.samples()[test.token])
			made := r.make(test.token, r.samples()[test.token])
			r.fake.Change(made.Id, test.live)
			read, err := r.Read(context.Background(), &pulumirpc.ReadRequest{
				Urn: urn(test.token), Id: made.Id, Properties: made.Properties, Inputs: inputs,
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, r.diff(test.token, read.Properties, inputs).Diffs); diff != "" {
				t.Errorf("differences (-want +got):\n%s", diff)
			}
			refreshed := cmp.Equal(fromStruct(t, inputs), fromStruct(t, read.Inputs))
			if same := test.want == nil; refreshed != same {
				t.Errorf("the refreshed inputs are the same: %v, want %v", refreshed, same)
			}
		})
	}
}

// TestOneByOne: a table takes one change a request.
func TestOneByOne(t *testing.T) {
	r := newRig(t)
	inputs := r.samples()[tableToken]
	made := r.make(tableToken, inputs)
	inputs["freeformTags"] = map[string]any{"a": "b"}
	limits := maps.Clone(inputs["tableLimits"].(map[string]any))
	limits["maxStorageInGbs"] = 2.0
	inputs["tableLimits"] = limits
	inputs["ddlStatement"] = "ALTER TABLE t (ADD s STRING)"
	if _, err := r.tryUpdate(tableToken, made, inputs); err != nil {
		t.Fatal(err)
	}
	var keys [][]string
	for _, request := range r.fake.Requests(http.MethodPut) {
		keys = append(keys, slices.Sorted(maps.Keys(request.Body)))
	}
	if diff := cmp.Diff([][]string{{"ddlStatement"}, {"freeformTags"}, {"tableLimits"}}, keys); diff != "" {
		t.Errorf("updates (-want +got):\n%s", diff)
	}
}

// TestDeliveryPolicy: a subscription gets its policy after it was made, as an object.
func TestDeliveryPolicy(t *testing.T) {
	r := newRig(t)
	r.make(subscriptionToken, r.samples()[subscriptionToken])
	puts := r.fake.Requests(http.MethodPut)
	want := fakeoci.Object{"deliveryPolicy": fakeoci.Object{
		"backoffRetryPolicy": fakeoci.Object{"policyType": "EXPONENTIAL", "maxRetryDuration": 3600000.0}}}
	if len(puts) != 1 || !cmp.Equal(puts[0].Body, want) {
		t.Errorf("updates: %v, want one with %v", puts, want)
	}
}

// TestTopic: its id has another key, its name is made up where none is given.
func TestTopic(t *testing.T) {
	r := newRig(t)
	made := r.make(topicToken, map[string]any{"compartmentId": "c"})
	state := fromStruct(t, made.Properties)
	if made.Id == "" || state["topicId"] != made.Id {
		t.Errorf("id %q, topicId %v", made.Id, state["topicId"])
	}
	if state["name"] != "it-0102030" {
		t.Errorf("name %v", state["name"])
	}
}
