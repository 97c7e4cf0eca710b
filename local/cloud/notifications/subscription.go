package notifications

import (
	"crypto/rand"
	"net/mail"
	"slices"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const (
	protocolFunction = "ORACLE_FUNCTIONS"
	protocolEmail    = "EMAIL"
)

// otherProtocols are those that the local cloud only knows by name.
var otherProtocols = []string{"CUSTOM_HTTPS", "HTTPS", "PAGERDUTY", "SLACK", "SMS"}

func subscriptionKind() *resource.Kind {
	return &resource.Kind{
		Name: "onssubscription", Title: "Subscription", Paths: []string{base + "/subscriptions"}, Active: "ACTIVE", NameKey: "endpoint",
		// The policy comes with an update only (oci-go-sdk: ons.CreateSubscriptionDetails has none).
		Fields: "topicId! compartmentId! protocol! endpoint! metadata deliveryPolicy:{policy}=",
		Shapes: policyShapes,
		Refs:   []resource.Ref{{Field: "topicId", Kind: "onstopic"}},
		Create: createSubscription,
		Update: func(_ *resource.Op, _, r *store.Resource) error { return checkPolicy(r.Doc) },
		Show:   showSubscription,
	}
}

func createSubscription(op *resource.Op, r *store.Resource) error {
	r.Doc["createdTime"] = op.Now.UnixMilli()
	r.Doc["deliveryPolicy"] = defaultPolicy()
	r.Private["token"] = rand.Text()
	switch protocol := r.Doc.String("protocol"); {
	case protocol == protocolFunction:
		return checkFunction(op, r)
	case protocol == protocolEmail:
		r.State = "PENDING"
		if err := checkAddress(r.Doc.String("endpoint")); err != nil {
			return err
		}
		return sendConfirmation(op, r)
	case slices.Contains(otherProtocols, protocol):
		return api.NotSimulated("subscriptions of the protocol %s", protocol)
	default:
		return api.InvalidParameter("Subscription: protocol %q is none of %s, %s and %v", protocol, protocolFunction, protocolEmail, otherProtocols)
	}
}

// checkFunction wants a function beside the topic (OCI Notifications: Creating a
// Subscription for Functions).
func checkFunction(op *resource.Op, r *store.Resource) error {
	id := r.Doc.String("endpoint")
	f, err := op.Load("fnfunc", id)
	if err != nil {
		return api.InvalidParameter("Subscription: endpoint %q is not the OCID of a function that exists", id)
	}
	topic, err := op.Load("onstopic", r.Doc.String("topicId"))
	if err != nil {
		return err
	}
	if f.Compartment != topic.Compartment {
		return api.InvalidParameter("Subscription: the function %s is in the compartment %s, the topic in %s; they must be in the same", id, f.Compartment, topic.Compartment)
	}
	return nil
}

func checkAddress(text string) error {
	address, err := mail.ParseAddress(text)
	if err != nil || address.Address != text {
		return api.InvalidParameter("Subscription: endpoint %q is not an e-mail address such as operator@example.com", text)
	}
	return nil
}

// showSubscription shows the delivery policy twice: a Subscription has it as text, under
// a name of its own, its summary and the answer to an update as an object (oci-go-sdk:
// ons.Subscription, SubscriptionSummary, UpdateSubscriptionResponse).
func showSubscription(_ *resource.Op, r *store.Resource) (store.Document, error) {
	d := r.Doc.Clone()
	delete(d, "timeCreated")
	text, err := policyText(d)
	if err != nil {
		return nil, err
	}
	d["deliverPolicy"], d["etag"] = text, r.Etag
	return d, nil
}
