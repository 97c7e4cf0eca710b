package sweep

import (
	"context"

	"github.com/oracle/oci-go-sdk/v65/ons"
)

func (w *world) topics() kind {
	return kind{"topic", pages(func(ctx context.Context, page *string) ([]ons.NotificationTopicSummary, *string, error) {
		answer, err := w.topic.ListTopics(ctx, ons.ListTopicsRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.topic.DeleteTopic(ctx, ons.DeleteTopicRequest{TopicId: &r.ID})
		return err
	}}
}

func (w *world) subscriptions() kind {
	return kind{"subscription", pages(func(ctx context.Context, page *string) ([]ons.SubscriptionSummary, *string, error) {
		answer, err := w.subscription.ListSubscriptions(ctx, ons.ListSubscriptionsRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.subscription.DeleteSubscription(ctx, ons.DeleteSubscriptionRequest{SubscriptionId: &r.ID})
		return err
	}}
}
