package notifications

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// maxMessage is what a request to publish may have, in bytes (oci-go-sdk: PublishMessage).
const maxMessage = 64 << 10

func (p *Plane) registerPublish() {
	body := resource.NewBody("PublishMessage", "body! title", nil)
	p.engine.Server.Handle(api.Route{Pattern: "POST " + base + "/topics/{id}/messages", Handler: func(c *api.Call) (*api.Answer, error) {
		doc, err := c.Document()
		if err != nil {
			return nil, err
		}
		if err := body.Check(doc); err != nil {
			return nil, err
		}
		switch kind := c.Request.Header.Get("Messagetype"); kind {
		case "", "RAW_TEXT":
		case "JSON":
			return nil, api.NotSimulated("messages of the deprecated messageType JSON: send JSON as RAW_TEXT")
		default:
			return nil, api.InvalidParameter("messageType %q is neither RAW_TEXT nor JSON", kind)
		}
		if err := p.admit(c); err != nil {
			return nil, err
		}
		id, err := p.Publish(c.Context(), c.Param("id"), doc.String("title"), []byte(doc.String("body")))
		if err != nil {
			return nil, err
		}
		return api.OK(map[string]string{"messageId": id, "timeStamp": resource.Time(p.engine.Clock())}), nil
	}})
}

// admit applies the limits of PublishMessage, to topics that there are.
func (p *Plane) admit(c *api.Call) error {
	if size := len(c.Body); size > maxMessage {
		return api.Errorf(p.Fidelity.MessageTooLargeStatus, "PayloadTooLarge", "the message has %d bytes; a request to publish may have %d", size, maxMessage)
	}
	id, perMinute := c.Param("id"), p.Fidelity.PublishPerMinute
	return p.engine.Look(c.Context(), c, func(op *resource.Op) error {
		if _, err := op.Load("onstopic", id); err != nil {
			return err
		}
		if !p.limits.allow(id, perMinute, p.engine.Clock()) {
			return api.Errorf(http.StatusTooManyRequests, "TooManyRequests", "the topic %s takes %d messages a minute", id, perMinute)
		}
		return nil
	})
}

// Publish sends a message to all that subscribes to a topic, and returns the message's
// id. It returns once the message is kept, not when it is delivered; a topic that is not
// there is 404. It makes a change of its own and must not be called inside of one.
func (p *Plane) Publish(ctx context.Context, topicID, title string, message []byte) (messageID string, err error) {
	messageID = uuid.NewString()
	err = p.engine.Change(ctx, nil, func(op *resource.Op) error {
		topic, err := op.Load("onstopic", topicID)
		if err != nil {
			return err
		}
		op.After(func() { p.emit("PublishedMessagesCount", topic, nil) })
		subscriptions, err := op.Find(store.Query{Kind: "onssubscription", Equal: map[string]string{"topicId": topicID, "lifecycleState": "ACTIVE"}})
		if err != nil {
			return err
		}
		m := store.Document{"id": messageID, "title": title, "body": string(message)}
		for _, s := range subscriptions {
			if err := p.keep(op, s, m); err != nil {
				return err
			}
		}
		return nil
	})
	return messageID, err
}

// keep starts the delivery of a message to a subscription.
func (p *Plane) keep(op *resource.Op, subscription *store.Resource, message store.Document) error {
	copies := 1
	if p.Fidelity.DeliverTwice {
		copies = 2
	}
	for range copies {
		d := &store.Delivery{Subscription: subscription.ID, Published: op.Now, Due: op.Now, Message: message}
		if err := op.PutDelivery(d); err != nil {
			return err
		}
		op.After(func() { p.enqueue(d) })
	}
	return nil
}
