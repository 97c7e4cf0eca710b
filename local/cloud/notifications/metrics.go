package notifications

import "github.com/cxbridge/cxbridge/local/cloud/store"

// Namespace is where the service's metrics are (OCI Notifications: Metrics reference).
const Namespace = "oci_notification"

// Metric is one thing that the service counts, in Namespace.
type Metric struct {
	Name          string
	CompartmentID string // of the topic
	Dimensions    map[string]string
}

func (p *Plane) emit(name string, topic *store.Resource, more map[string]string) {
	if p.Emit == nil {
		return
	}
	dimensions := map[string]string{"resourceId": topic.ID, "topicDisplayName": topic.Name, "region": p.engine.Region}
	for key, value := range more {
		dimensions[key] = value
	}
	p.Emit(Metric{Name: name, CompartmentID: topic.Compartment, Dimensions: dimensions})
}

// emitOutcome counts what came of a first attempt, which is what the metrics are about.
func (p *Plane) emitOutcome(d *store.Delivery, subscription, topic *store.Resource, err error) {
	endpoint := map[string]string{"endpointType": subscription.Doc.String("protocol")}
	if err == nil {
		p.emit("DeliveredMessagesCount", topic, endpoint)
		return
	}
	endpoint["subscriptionId"] = d.Subscription
	p.emit("FailedMessagesCount", topic, endpoint)
}
