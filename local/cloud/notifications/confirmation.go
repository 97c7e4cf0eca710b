package notifications

import (
	"crypto/subtle"
	"fmt"
	"net/url"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// registerConfirmation adds what the links in mails lead to. Whoever has the token of a
// link needs no signature: the one who reads the mail has no key.
func (p *Plane) registerConfirmation() {
	p.linked("confirmation", func(op *resource.Op, r *store.Resource) (*api.Answer, error) {
		topic, err := op.Load("onstopic", r.Doc.String("topicId"))
		if err != nil {
			return nil, err
		}
		r.State = "ACTIVE"
		if err := op.Save(r); err != nil {
			return nil, err
		}
		return api.OK(map[string]string{"topicName": topic.Name, "topicId": topic.ID, "endpoint": r.Name, "subscriptionId": r.ID,
			"unsubscribeUrl": link(op.Engine, r, "unsubscription"), "message": "The subscription is active."}).With("Etag", r.Etag), nil
	})
	p.linked("unsubscription", func(op *resource.Op, r *store.Resource) (*api.Answer, error) {
		text := fmt.Sprintf("%s is no longer subscribed to the topic %s.", r.Name, r.Doc.String("topicId"))
		return api.OK(text), op.Remove(r) // a JSON string: oci-go-sdk reads no other
	})
	p.engine.Action("onssubscription", "POST "+base+"/subscriptions/{id}/resendConfirmation", func(op *resource.Op, r *store.Resource, _ store.Document) (*api.Answer, error) {
		if r.State != "PENDING" {
			return nil, api.IncorrectState("the subscription %s is %s: there is nothing to confirm", r.ID, r.State)
		}
		if err := sendConfirmation(op, r); err != nil {
			return nil, err
		}
		shown, err := op.Shown(r)
		return api.OK(shown), err
	})
}

// linked serves what a link to a subscription does (oci-go-sdk: GetConfirmSubscription,
// GetUnsubscription).
func (p *Plane) linked(what string, act func(op *resource.Op, r *store.Resource) (*api.Answer, error)) {
	handler := func(c *api.Call) (answer *api.Answer, err error) {
		err = p.engine.Change(c.Context(), c, func(op *resource.Op) error {
			r, err := op.Load("onssubscription", c.Param("id"))
			if err != nil {
				return err
			}
			good := subtle.ConstantTimeCompare([]byte(c.Query("token")), []byte(r.Private.String("token"))) == 1
			if !good || c.Query("protocol") != r.Doc.String("protocol") {
				return api.NotFound("Subscription", r.ID)
			}
			answer, err = act(op, r)
			return err
		})
		return answer, err
	}
	p.engine.Server.Handle(api.Route{Pattern: "GET " + base + "/subscriptions/{id}/" + what, Handler: handler, ForAnyone: true})
}

func link(e *resource.Engine, subscription *store.Resource, what string) string {
	query := url.Values{"token": {subscription.Private.String("token")}, "protocol": {subscription.Doc.String("protocol")}}
	return e.URL + base + "/subscriptions/" + subscription.ID + "/" + what + "?" + query.Encode()
}
