package page

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/cxbridge/cxbridge/local/desk/cxif/delivery"
	"github.com/cxbridge/cxbridge/local/desk/cxif/registration"
)

// Listeners are what the page of listeners shows.
type Listeners interface {
	Registrations() ([]*registration.Entry, error) // in the order they were made
	Deliveries() ([]delivery.Delivery, error)      // in the order of their publication
}

// shownDeliveries is how many deliveries the page has.
const shownDeliveries = 50

type listenersView struct {
	Title         string
	Registrations []listener
	Deliveries    []sent
	Total         int // deliveries that are kept
}

// listener is a registration without its secrets.
type listener struct {
	ID, Place   string // Place: its workspace or hub, if it names one
	APIs        []registration.API
	URL         string
	Credentials []attribute
}

// sent is a delivery.
type sent struct {
	delivery.Delivery
	Published moment
	Class     string // of its outcome
}

func (p *Pages) listeners(w http.ResponseWriter, _ *http.Request) {
	entries, err := p.Listeners.Registrations()
	if err != nil {
		p.failed(w, err)
		return
	}
	deliveries, err := p.Listeners.Deliveries()
	if err != nil {
		p.failed(w, err)
		return
	}
	view := listenersView{Title: "Listeners", Total: len(deliveries)}
	for _, e := range entries {
		view.Registrations = append(view.Registrations, listenerOf(e))
	}
	for _, d := range slices.Backward(deliveries[max(0, len(deliveries)-shownDeliveries):]) {
		view.Deliveries = append(view.Deliveries, sentOf(d))
	}
	p.show(w, http.StatusOK, listenersTemplate, view)
}

func listenerOf(e *registration.Entry) listener {
	external := e.Registration.Masked().Locality.External
	l := listener{ID: e.Registration.ID, Place: e.Hub, APIs: e.Registration.APIs, URL: external.URL}
	if e.Workspace != "" {
		l.Place = "workspace " + e.Workspace
	}
	switch auth := external.Auth; {
	case auth == nil:
	case auth.Basic != nil:
		l.Credentials = []attribute{{"Basic", fmt.Sprintf("%s, %s", auth.Basic.Username, auth.Basic.Password)}}
	case auth.OIDC != nil:
		l.Credentials = []attribute{
			{"OAuth", fmt.Sprintf("%s, %s", auth.OIDC.ClientID, auth.OIDC.ClientSecret)}, {"at", auth.OIDC.IdentityURI}, {"scope", auth.OIDC.Scope},
		}
	}
	return l
}

// classes give an outcome a look; that of an incident's status, where there is one like it.
var classes = map[delivery.Outcome]string{delivery.Delivered: "solved", delivery.Waiting: "waiting", delivery.Failed: "failed"}

func sentOf(d delivery.Delivery) sent {
	return sent{
		Delivery: d, Class: classes[d.Outcome],
		Published: moment{Text: d.Published.Format(dayAndTime), Machine: d.Published.Format(time.RFC3339)},
	}
}
