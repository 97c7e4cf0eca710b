package cloud_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/ons"
)

func (b *bench) topics(t testing.TB) ons.NotificationControlPlaneClient {
	t.Helper()
	client, err := ons.NewNotificationControlPlaneClientWithConfigurationProvider(b.provider)
	point(t, b, &client.BaseClient, err)
	return client
}

func (b *bench) messages(t testing.TB) ons.NotificationDataPlaneClient {
	t.Helper()
	client, err := ons.NewNotificationDataPlaneClientWithConfigurationProvider(b.provider)
	point(t, b, &client.BaseClient, err)
	return client
}

func (b *bench) topic(t testing.TB, name string) ons.NotificationTopic {
	t.Helper()
	return ok[ons.CreateTopicResponse](t)(b.topics(t).CreateTopic(ctx, ons.CreateTopicRequest{
		CreateTopicDetails: ons.CreateTopicDetails{CompartmentId: str(compartment), Name: &name}})).NotificationTopic
}

func (b *bench) subscribe(t testing.TB, topic ons.NotificationTopic, protocol, endpoint string) (ons.CreateSubscriptionResponse, error) {
	t.Helper()
	return b.messages(t).CreateSubscription(ctx, ons.CreateSubscriptionRequest{CreateSubscriptionDetails: ons.CreateSubscriptionDetails{
		CompartmentId: str(compartment), TopicId: topic.TopicId, Protocol: &protocol, Endpoint: &endpoint,
		FreeformTags: map[string]string{"a": "b"}}})
}

func TestTopics(t *testing.T) {
	b := start(t)
	client := b.topics(t)
	created := ok[ons.CreateTopicResponse](t)(client.CreateTopic(ctx, ons.CreateTopicRequest{CreateTopicDetails: ons.CreateTopicDetails{
		CompartmentId: str(compartment), Name: str("alarms"), Description: str("what fires"), FreeformTags: map[string]string{"a": "b"}}}))
	if *created.ApiEndpoint != b.URL() || created.LifecycleState != "ACTIVE" || *created.Etag == "" || *created.ShortTopicId == "" || created.TimeCreated == nil {
		t.Errorf("created %v", created)
	}
	got := ok[ons.GetTopicResponse](t)(client.GetTopic(ctx, ons.GetTopicRequest{TopicId: created.TopicId}))
	same(t, created.NotificationTopic, got.NotificationTopic)
	_, err := client.CreateTopic(ctx, ons.CreateTopicRequest{CreateTopicDetails: ons.CreateTopicDetails{CompartmentId: str(tenancy), Name: str("alarms")}})
	refused(t, err, 409, "Conflict", *created.TopicId)
	_, err = client.CreateTopic(ctx, ons.CreateTopicRequest{CreateTopicDetails: ons.CreateTopicDetails{CompartmentId: str(compartment), Name: str("what fires")}})
	refused(t, err, 400, "InvalidParameter", "what fires")

	updated := ok[ons.UpdateTopicResponse](t)(client.UpdateTopic(ctx, ons.UpdateTopicRequest{TopicId: created.TopicId, IfMatch: created.Etag,
		TopicAttributesDetails: ons.TopicAttributesDetails{Description: str("new")}}))
	if *updated.Description != "new" || *updated.Etag == *created.Etag || updated.FreeformTags["a"] != "b" {
		t.Errorf("updated %v", updated)
	}
	b.topic(t, "other")
	for _, tt := range []struct {
		request ons.ListTopicsRequest
		want    int
	}{
		{ons.ListTopicsRequest{}, 2},
		{ons.ListTopicsRequest{Name: str("alarms")}, 1},
		{ons.ListTopicsRequest{Id: created.TopicId}, 1},
		{ons.ListTopicsRequest{LifecycleState: ons.NotificationTopicSummaryLifecycleStateDeleting}, 0},
	} {
		tt.request.CompartmentId = str(compartment)
		if list := ok[ons.ListTopicsResponse](t)(client.ListTopics(ctx, tt.request)); len(list.Items) != tt.want {
			t.Errorf("%v: %v", tt.request, list.Items)
		}
	}
	_, err = client.ChangeTopicCompartment(ctx, ons.ChangeTopicCompartmentRequest{TopicId: created.TopicId,
		ChangeTopicCompartmentDetails: ons.ChangeCompartmentDetails{CompartmentId: str(tenancy)}})
	refused(t, err, 501, "NotImplemented", "changeCompartment")
}

func TestSubscriptions(t *testing.T) {
	n := newNet(t, start(t))
	_, f := n.function(t, nil)
	topic, client := n.topic(t, "alarms"), n.messages(t)
	created := ok[ons.CreateSubscriptionResponse](t)(n.subscribe(t, topic, "ORACLE_FUNCTIONS", *f.Id))
	const policy = `{"backoffRetryPolicy":{"maxRetryDuration":7200000,"policyType":"EXPONENTIAL"}}`
	if created.LifecycleState != "ACTIVE" || *created.DeliverPolicy != policy || *created.CreatedTime == 0 || *created.Etag == "" || created.FreeformTags["a"] != "b" {
		t.Errorf("created %v", created)
	}
	got := ok[ons.GetSubscriptionResponse](t)(client.GetSubscription(ctx, ons.GetSubscriptionRequest{SubscriptionId: created.Id}))
	same(t, created.Subscription, got.Subscription)

	shorter := &ons.DeliveryPolicy{BackoffRetryPolicy: &ons.BackoffRetryPolicy{MaxRetryDuration: common.Int(60000), PolicyType: "EXPONENTIAL"}}
	updated := ok[ons.UpdateSubscriptionResponse](t)(client.UpdateSubscription(ctx, ons.UpdateSubscriptionRequest{SubscriptionId: created.Id,
		UpdateSubscriptionDetails: ons.UpdateSubscriptionDetails{DeliveryPolicy: shorter}}))
	same(t, shorter, updated.DeliveryPolicy)
	list := ok[ons.ListSubscriptionsResponse](t)(client.ListSubscriptions(ctx, ons.ListSubscriptionsRequest{CompartmentId: str(compartment), TopicId: topic.TopicId}))
	if len(list.Items) != 1 || *list.Items[0].Id != *created.Id || *list.Items[0].DeliveryPolicy.BackoffRetryPolicy.MaxRetryDuration != 60000 {
		t.Errorf("listed %v", list.Items)
	}
	_, err := client.UpdateSubscription(ctx, ons.UpdateSubscriptionRequest{SubscriptionId: created.Id, UpdateSubscriptionDetails: ons.UpdateSubscriptionDetails{
		DeliveryPolicy: &ons.DeliveryPolicy{BackoffRetryPolicy: &ons.BackoffRetryPolicy{MaxRetryDuration: common.Int(-1), PolicyType: "EXPONENTIAL"}}}})
	refused(t, err, 400, "InvalidParameter", "maxRetryDuration -1")

	ok[ons.DeleteTopicResponse](t)(n.topics(t).DeleteTopic(ctx, ons.DeleteTopicRequest{TopicId: topic.TopicId}))
	_, err = client.GetSubscription(ctx, ons.GetSubscriptionRequest{SubscriptionId: created.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", *created.Id)
}

func TestSubscriptionsThatAreRefused(t *testing.T) {
	b := start(t)
	topic := b.topic(t, "alarms")
	for _, tt := range []struct {
		protocol, endpoint string
		status             int
		code, message      string
	}{
		{"ORACLE_FUNCTIONS", "ocid1.fnfunc.oc1..none", 400, "InvalidParameter", "ocid1.fnfunc.oc1..none"},
		{"EMAIL", "nobody", 400, "InvalidParameter", "nobody"},
		{"EMAIL", "Some Body <body@example.com>", 400, "InvalidParameter", "Some Body"},
		{"SLACK", "https://hooks.slack.com/x", 501, "NotImplemented", "SLACK"},
		{"PIGEON", "coop", 400, "InvalidParameter", "PIGEON"},
	} {
		t.Run(tt.protocol+" "+tt.endpoint, func(t *testing.T) {
			_, err := b.subscribe(t, topic, tt.protocol, tt.endpoint)
			refused(t, err, tt.status, tt.code, tt.message)
		})
	}
	topic.TopicId = str(nowhere)
	_, err := b.subscribe(t, topic, "EMAIL", "operator@example.com")
	refused(t, err, 404, "NotAuthorizedOrNotFound", nowhere)
}

// same checks that two answers of the API say the same.
func same(t testing.TB, want, got fmt.Stringer) {
	t.Helper()
	if diff := cmp.Diff(want.String(), got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
