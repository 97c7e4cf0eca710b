package notifications

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// call calls the subscription's function with the message as it was published: there
// is no envelope, what is known about it is in the headers.
func (p *Plane) call(d *store.Delivery, subscription, topic *store.Resource) error {
	by := Subscription{ID: subscription.ID, CompartmentID: subscription.Compartment, FunctionID: subscription.Doc.String("endpoint")}
	call := runner.Call{ID: rand.Text(), Header: p.header(d, subscription, topic), Body: []byte(d.Message.String("body"))}
	answered := make(chan error, 1)
	go func() { answered <- p.Invoke(p.running, by, call) }()
	select {
	case err := <-answered:
		return p.judge(by, d, err)
	case <-p.running.Done():
		return p.running.Err() // a call once sent cannot be taken back, but waiting for it can
	}
}

// judge takes a function's own failure for an acknowledgement, if the switch says so.
func (p *Plane) judge(by Subscription, d *store.Delivery, err error) error {
	var failed *runner.Error
	own := errors.As(err, &failed) && (failed.Status == http.StatusBadGateway || failed.Status == http.StatusGatewayTimeout)
	if !own || p.Fidelity.FunctionErrorsRetried {
		return err
	}
	p.Log.Warn("a function failed with a message and does not get it again", "function", by.FunctionID, "message", d.Message.String("id"), "error", err)
	return nil
}

// header is what Notifications tells about a message (OCI Notifications: Overview,
// Standard header metadata). The signature's headers are missing: what is signed, and
// how, is not documented.
func (p *Plane) header(d *store.Delivery, subscription, topic *store.Resource) http.Header {
	h := http.Header{}
	for name, value := range map[string]string{
		"Content-Type":            contentType(d.Message.String("body")),
		"X-OCI-NS-MessageId":      d.Message.String("id"),
		"X-OCI-NS-TopicOcid":      topic.ID,
		"X-OCI-NS-TopicName":      topic.Name,
		"X-OCI-NS-MessageType":    "Notification", // beside the documented SubscriptionConfirmation
		"X-OCI-NS-Timestamp":      d.Published.Format("2006-01-02T15:04:05.000-0700"),
		"X-OCI-NS-UnsubscribeURL": link(p.engine, subscription, "unsubscription"),
		"Fn-Invoke-Type":          "sync",
		"Oci-Subject-Type":        "resource",
		"Oci-Subject-Id":          subscription.ID,
		"Oci-Subject-Tenancy-Id":  p.engine.Tenancy,
		"Opc-Compartment-Id":      subscription.Compartment,
	} {
		h.Set(name, value)
	}
	return h
}

func contentType(body string) string {
	if json.Valid([]byte(body)) {
		return "application/json"
	}
	return "text/plain; charset=utf-8"
}
