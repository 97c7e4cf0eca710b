package delivery

import (
	"encoding/json"
	"net/http"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"github.com/cxbridge/cxbridge/local/desk/cxif/wire"
)

// Publish takes an event of an API's version to everyone who wants it, and returns
// when each listener has been tried once.
func (d *Dispatcher) Publish(apiName, apiVersion string, body []byte) ([]Delivery, error) {
	var event map[string]any
	if err := json.Unmarshal(body, &event); err != nil || event == nil || !utf8.Valid(body) {
		return nil, wire.Refuse(http.StatusBadRequest, "The event cannot be read: it must be a JSON object in UTF-8")
	}
	all, err := d.o.Book.All()
	if err != nil {
		return nil, err
	}
	now := d.o.Clock().UTC()
	var entries []*entry
	for _, listener := range all {
		r := listener.Registration
		if !r.Wants(apiName, apiVersion, event) {
			continue
		}
		entries = append(entries, &entry{
			Event: string(body), Left: max(1, d.o.Fidelity.DeliveryAttempts), Due: now,
			Delivery: Delivery{
				Registration: r.ID, APIName: apiName, APIVersion: apiVersion, URL: r.Locality.External.URL,
				EventID: shorten(text(event["eventId"])), EventType: shorten(text(event["eventType"])), Published: now, Outcome: Waiting,
			},
		})
	}
	if err := d.keep(entries); err != nil {
		return nil, err
	}
	return d.first(entries)
}

// first makes the first attempt of deliveries.
func (d *Dispatcher) first(entries []*entry) ([]Delivery, error) {
	var group errgroup.Group
	deliveries := make([]Delivery, len(entries))
	for i, e := range entries {
		group.Go(func() (err error) {
			deliveries[i], err = d.attempt(e.ID)
			return err
		})
	}
	return deliveries, group.Wait()
}

// Redeliver makes another attempt, whatever came of those before, and as many more
// as a new delivery has if it fails.
func (d *Dispatcher) Redeliver(id string) (Delivery, error) {
	d.unschedule(id)
	if _, err := d.change(id, func(e *entry) {
		e.Left, e.Outcome, e.Due = max(1, d.o.Fidelity.DeliveryAttempts), Waiting, d.o.Clock().UTC()
	}); err != nil {
		return Delivery{}, err
	}
	return d.attempt(id)
}

// text is a text, or nothing.
func text(value any) string {
	s, _ := value.(string)
	return s
}
