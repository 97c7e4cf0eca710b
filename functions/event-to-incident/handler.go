package main

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/function"
	"github.com/cxbridge/cxbridge/shared/incidents"
	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/cxbridge/cxbridge/shared/once"
	"github.com/cxbridge/cxbridge/shared/plain"
	"github.com/cxbridge/cxbridge/shared/webhook"
)

// handler turns events into incidents.
type handler struct {
	settings
	b2c    *b2c.Client
	ledger *ledger.Ledger
	clock  func() time.Time
	log    *slog.Logger
}

func newHandler(start function.Start) http.Handler {
	return start.NetworkGuard().Protect(&handler{
		settings: newSettings(start.Config),
		b2c:      start.B2C(),
		ledger:   ledger.Configured(start.Config),
		clock:    time.Now,
		log:      start.Log,
	})
}

func (h *handler) counter() once.Counter {
	return once.Counter{Ledger: h.ledger, Clock: h.clock, Log: h.log}
}

func (h *handler) follower() *incidents.Follower {
	return &incidents.Follower{Settings: h.Settings, B2C: h.b2c}
}

// ServeHTTP answers the publisher; see the package comment.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := h.clock()
	d, refusal := h.read(w, r)
	if refusal != nil {
		h.log.WarnContext(r.Context(), "event refused", append(d.names(), "status", refusal.Status, "code", refusal.Code, "reason", refusal.Message)...)
		refusal.Write(w)
		return
	}
	ctx, calls := b2c.CountCalls(r.Context())
	outcome, err := h.process(ctx, d)
	log := h.log.With(d.names()...).With(outcome.facts()...).With("b2cCalls", calls.Load(), "durationMs", h.clock().Sub(start).Milliseconds())
	if err != nil {
		log.ErrorContext(ctx, "incident does not follow the event", "error", err.Error())
		(&webhook.Refusal{Status: once.Status(err), Code: "NotFollowed", Message: "the incident could not follow the event: deliver it again"}).Write(w)
		return
	}
	log.InfoContext(ctx, outcome.String())
	h.taken(w, r, d)
}

// taken answers that the event needs not be delivered again. Version 4 of the APIs wants an event subscription (TM Forum's TMF621
// and TMF622: EventSubscription), whose id is the event's, as there is none of a subscription here.
func (h *handler) taken(w http.ResponseWriter, r *http.Request, d delivery) {
	if status := h.apis[d.api]; status != http.StatusCreated {
		w.WriteHeader(status)
		return
	}
	webhook.Answer(w, http.StatusCreated, map[string]string{"id": d.event.ID, "callback": r.URL.EscapedPath()})
}

// names are what the log calls an event by. They come from the publisher, who has proven itself, but are cut all the same.
func (d delivery) names() []any {
	names := []any{"api", plain.ShortName(d.api)}
	if d.event != nil {
		names = append(names, "eventId", plain.ShortName(d.event.ID), "eventType", plain.ShortName(d.event.Type))
	}
	if d.entity != nil {
		names = append(names, "entity", d.entity.Key())
	}
	return names
}

// outcome is what came of an event, for the log.
type outcome struct {
	duplicate, late bool
	incident        int64
	opened          bool
	changed         bool
	contact         string // how it was found
}

// facts are what the log says of it.
func (o outcome) facts() []any {
	return []any{"late", o.late, "incidentId", o.incident, "opened", o.opened, "changed", o.changed, "contact", o.contact}
}

// String says what became of the event.
func (o outcome) String() string {
	switch {
	case o.duplicate:
		return "known already"
	case o.opened:
		return "incident opened"
	case o.changed:
		return "incident changed"
	}
	return "noted"
}
