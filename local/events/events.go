package events

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/cxbridge/cxbridge/local/desk/cxif/delivery"
	"github.com/cxbridge/cxbridge/local/desk/cxif/registration"
	"github.com/cxbridge/cxbridge/local/deskreader"
)

// Publisher publishes at a desk.
type Publisher struct {
	Desk deskreader.Reader
}

// Delivery is an event on its way to one listener.
type Delivery = delivery.Delivery

// The outcomes of deliveries.
const (
	Delivered = delivery.Delivered
	Waiting   = delivery.Waiting
	Failed    = delivery.Failed
)

// Publish publishes an event of an API's version, such as troubleTicket and v4, and
// returns its deliveries when each was attempted once: none if no listener's
// registration wants the event.
func (p Publisher) Publish(ctx context.Context, apiName, apiVersion string, body []byte) ([]Delivery, error) {
	return p.deliveries(ctx, http.MethodPost, "/cxif/events/"+url.PathEscape(apiName)+"/"+url.PathEscape(apiVersion), body)
}

// Redeliver delivers once more what has the id of a delivery, whatever its outcome
// is, and returns how that went.
func (p Publisher) Redeliver(ctx context.Context, id string) ([]Delivery, error) {
	return p.deliveries(ctx, http.MethodPost, "/cxif/deliveries/"+url.PathEscape(id)+"/redeliver", nil)
}

// Deliveries are the latest, in the order of their publication.
func (p Publisher) Deliveries(ctx context.Context) ([]Delivery, error) {
	return p.deliveries(ctx, http.MethodGet, "/cxif/deliveries", nil)
}

// Look returns what has the id of a delivery as it is now.
func (p Publisher) Look(ctx context.Context, id string) ([]Delivery, error) {
	return p.deliveries(ctx, http.MethodGet, "/cxif/deliveries/"+url.PathEscape(id), nil)
}

func (p Publisher) deliveries(ctx context.Context, method, path string, body []byte) ([]Delivery, error) {
	var answer struct{ Deliveries []Delivery }
	if err := p.Desk.Call(ctx, method, path, body, &answer); err != nil {
		return nil, err
	}
	return answer.Deliveries, nil
}

// Registration is a listener's registration: what it is told of, and where.
type Registration struct {
	Workspace string `json:"workspace,omitempty"` // empty: registered without naming one
	Hub       string `json:"hub,omitempty"`       // the path of the API's hub it was subscribed through; empty: none
	registration.Registration
}

// Registrations are those of all workspaces.
func (p Publisher) Registrations(ctx context.Context) ([]Registration, error) {
	var answer struct{ Registrations []Registration }
	if err := p.Desk.Call(ctx, http.MethodGet, "/cxif/registrations", nil, &answer); err != nil {
		return nil, err
	}
	return answer.Registrations, nil
}

// Check is an error that names the deliveries that did not succeed.
func Check(deliveries []Delivery) error {
	for _, d := range deliveries {
		if d.Outcome != Delivered {
			return fmt.Errorf("the delivery %s to %s is %s: %s", d.ID, d.URL, d.Outcome, d.Error)
		}
	}
	return nil
}
