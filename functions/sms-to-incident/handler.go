package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/function"
	"github.com/cxbridge/cxbridge/shared/phone"
	"github.com/cxbridge/cxbridge/shared/webhook"
)

// handler turns messages into incidents.
type handler struct {
	b2c       *b2c.Client
	phones    *phone.Reader
	entryType string // of a thread with the text; "" for none
	clock     func() time.Time
	log       *slog.Logger
}

func newHandler(start function.Start) http.Handler {
	region := start.Config.Default("default_region", "US")
	phones, err := phone.NewReader(region)
	if err != nil {
		start.Config.Fault("default_region", "cannot be used", err.Error())
	}
	return start.Guard().Protect(&handler{
		b2c:       start.B2C(),
		phones:    phones,
		entryType: start.Config.Get("message_entry_type"),
		clock:     time.Now,
		log:       start.Log,
	})
}

// outcome is what came of a message, for the log.
type outcome struct {
	contact  b2c.Record
	isNew    bool
	incident b2c.Record
}

// ServeHTTP answers the vendor: 200 when the incident is there, 4xx for what can never become one, and 5xx for what may if
// it is sent again.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := h.clock()
	message, refusal := readMessage(w, r)
	if refusal != nil {
		h.refuse(w, r, refusal)
		return
	}
	sender, err := h.phones.Read(message.From)
	if err != nil {
		h.refuse(w, r, &webhook.Refusal{Status: http.StatusUnprocessableEntity, Code: "InvalidSender",
			Message: "the sender is not a telephone number: send it as +15017122661"})
		return
	}
	ctx, calls := b2c.CountCalls(r.Context())
	outcome, err := h.file(ctx, sender, message)
	log := h.log.With("sender", sender.Masked(), "messageId", message.ID, "contactId", outcome.contact.ID, "contactNew", outcome.isNew,
		"b2cCalls", calls.Load(), "durationMs", h.clock().Sub(start).Milliseconds())
	if err != nil {
		log.ErrorContext(ctx, "no incident", "error", err.Error())
		failure(err).Write(w)
		return
	}
	log.InfoContext(ctx, "incident created", "reference", outcome.incident.LookupName, "incidentId", outcome.incident.ID)
	webhook.Answer(w, http.StatusOK, map[string]string{"message": "success"})
}

// file creates the incident, and the contact if there is none: two calls for a known sender, three for an unknown one.
func (h *handler) file(ctx context.Context, sender phone.Number, message message) (outcome, error) {
	var result outcome
	spellings := h.phones.Spellings(sender)
	known, err := h.b2c.FindContactByPhone(ctx, spellings)
	if err != nil {
		return result, fmt.Errorf("looking for the sender's contact: %w", err)
	}
	if known != nil {
		result.contact = *known
	} else {
		result.isNew = true
		result.contact, err = h.b2c.CreateContact(ctx, newContact(sender), spellings)
		if err != nil {
			return result, fmt.Errorf("creating the sender's contact: %w", err)
		}
	}
	result.incident, err = h.b2c.CreateIncident(ctx, newIncident(result.contact.ID, sender, message, h.entryType))
	if err != nil {
		return result, fmt.Errorf("creating the incident: %w", err)
	}
	return result, nil
}

func (h *handler) refuse(w http.ResponseWriter, r *http.Request, refusal *webhook.Refusal) {
	h.log.WarnContext(r.Context(), "message refused", "status", refusal.Status, "code", refusal.Code)
	refusal.Write(w)
}

// failure is the answer when B2C Service did not take the message: a 5xx in any case, so that the vendor sends it again. What
// B2C Service said is for the log only.
func failure(err error) *webhook.Refusal {
	var failed *b2c.Error
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return &webhook.Refusal{Status: http.StatusGatewayTimeout, Code: "Timeout", Message: "the message could not be filed in time: send it again later"}
	case errors.As(err, &failed) && failed.Throttled():
		return &webhook.Refusal{Status: http.StatusServiceUnavailable, Code: "Throttled", Message: "too many messages at the moment: send it again later"}
	}
	return &webhook.Refusal{Status: http.StatusBadGateway, Code: "NotFiled", Message: "the message could not be filed: send it again later"}
}
