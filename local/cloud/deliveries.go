package cloud

import (
	"context"
	"fmt"

	"github.com/cxbridge/cxbridge/local/cloud/notifications"
	"github.com/cxbridge/cxbridge/local/cloud/policy"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

func (c *Cloud) newNotifications() *notifications.Plane {
	o := c.options
	return notifications.Register(c.engine, notifications.Options{Invoke: c.invokeBySubscription, Timer: o.Timer, Emit: c.measureTopic, Fidelity: o.Fidelity, Log: o.Log})
}

// invokeBySubscription runs a function for one of its subscriptions.
func (c *Cloud) invokeBySubscription(ctx context.Context, by notifications.Subscription, call runner.Call) error {
	f, err := c.functions.Function(ctx, by.FunctionID)
	if err == nil && c.options.Fidelity.SubscriptionsNeedPolicy {
		err = c.mayInvoke(ctx, policy.Principal{Type: "onssubscription", ID: by.ID, CompartmentID: by.CompartmentID, TenancyID: c.options.Tenancy}, f)
	}
	if err == nil {
		_, err = c.runner.Invoke(ctx, f, call)
	}
	if err != nil {
		return fmt.Errorf("invoking %s for the subscription %s: %w", by.FunctionID, by.ID, err)
	}
	return nil
}

// Publish sends a message to a topic, as a service of the cloud does: nothing limits how
// often. It returns the message's id once the message is kept.
func (c *Cloud) Publish(ctx context.Context, topicID, title string, message []byte) (messageID string, err error) {
	return c.topics.Publish(ctx, topicID, title, message)
}

// Emails are the mails that Notifications would have sent, oldest first.
func (c *Cloud) Emails(ctx context.Context) ([]store.Email, error) { return c.topics.Emails(ctx) }
