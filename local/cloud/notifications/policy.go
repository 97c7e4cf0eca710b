package notifications

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

var policyShapes = map[string]string{
	"policy":  "backoffRetryPolicy:{backoff}",
	"backoff": "maxRetryDuration:int! policyType:EXPONENTIAL!",
}

// retryDuration is how long delivery is tried by default (oci-go-sdk: ons.BackoffRetryPolicy).
const retryDuration = 2 * time.Hour

func defaultPolicy() map[string]any {
	return map[string]any{"backoffRetryPolicy": map[string]any{"maxRetryDuration": retryDuration.Milliseconds(), "policyType": "EXPONENTIAL"}}
}

// checkPolicy checks and completes an updated subscription's delivery policy. Bounds of
// the duration are not documented.
func checkPolicy(d store.Document) error {
	policy := d.Object("deliveryPolicy")
	if policy.Object("backoffRetryPolicy") == nil {
		d["deliveryPolicy"] = defaultPolicy()
		return nil
	}
	if ms, _ := policy.Object("backoffRetryPolicy").Int("maxRetryDuration"); ms < 0 {
		return api.InvalidParameter("Subscription: maxRetryDuration %d is not a number of milliseconds", ms)
	}
	return nil
}

// maxRetry is how long after it was published a message is still tried.
func maxRetry(subscription store.Document) time.Duration {
	ms, _ := subscription.Object("deliveryPolicy").Object("backoffRetryPolicy").Int("maxRetryDuration")
	return time.Duration(ms) * time.Millisecond
}

// policyText is the policy as a Subscription shows it: JSON in a string.
func policyText(subscription store.Document) (string, error) {
	text, err := json.Marshal(subscription.Object("deliveryPolicy"))
	if err != nil {
		return "", fmt.Errorf("delivery policy of %s: %w", subscription.String("id"), err)
	}
	return string(text), nil
}
