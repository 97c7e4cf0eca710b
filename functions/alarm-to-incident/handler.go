package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/cxbridge/cxbridge/shared/alarm"
	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/function"
	"github.com/cxbridge/cxbridge/shared/incidents"
	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/cxbridge/cxbridge/shared/once"
	"github.com/cxbridge/cxbridge/shared/webhook"
)

// handler turns alarms into incidents.
type handler struct {
	settings
	b2c      *b2c.Client
	ledger   *ledger.Ledger
	parallel int // how many incidents of one message are written at the same time
	clock    func() time.Time
	log      *slog.Logger
}

func newHandler(start function.Start) http.Handler {
	return &handler{
		settings: newSettings(start.Config),
		b2c:      start.B2C(),
		ledger:   ledger.Configured(start.Config),
		parallel: maxParallel,
		clock:    time.Now,
		log:      start.Log,
	}
}

func (h *handler) counter() once.Counter {
	return once.Counter{Ledger: h.ledger, Clock: h.clock, Log: h.log}
}

func (h *handler) follower() *incidents.Follower {
	return &incidents.Follower{Settings: h.Settings, B2C: h.b2c}
}

// ServeHTTP answers Notifications: 200 when there is nothing left to do for a message, also because it is none of an alarm, and
// 5xx when it has to be delivered again.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := h.clock()
	body, err := io.ReadAll(io.LimitReader(r.Body, alarm.MaxSize+1))
	if err != nil {
		h.log.ErrorContext(r.Context(), "message broke off", "error", err.Error())
		fail(w, err)
		return
	}
	m, err := alarm.Parse(body)
	if err != nil {
		h.log.WarnContext(r.Context(), "message ignored", "error", err.Error(), "bytes", len(body))
		webhook.Answer(w, http.StatusOK, map[string]string{"message": "ignored: " + err.Error()})
		return
	}
	ctx, calls := b2c.CountCalls(r.Context())
	outcome, err := h.process(ctx, m)
	h.report(ctx, m, outcome, err, "messageId", r.Header.Get("X-OCI-NS-MessageId"), "b2cCalls", calls.Load(), "durationMs", h.clock().Sub(start).Milliseconds())
	if err != nil {
		fail(w, err)
		return
	}
	webhook.Answer(w, http.StatusOK, map[string]string{"message": outcome.String()})
}

// report logs what came of a message: nothing of what it says, as that is for the agents only.
func (h *handler) report(ctx context.Context, m *alarm.Message, o outcome, err error, more ...any) {
	log := h.log.With("dedupeKey", alarmKey(m), "type", string(m.Type), "timestamp", m.Time, "version", m.Version, "split", m.Split, "complete", m.Complete,
		"late", o.late, "opened", o.opened, "changed", o.changed).With(more...)
	if err != nil {
		log.ErrorContext(ctx, "incident does not follow the alarm", "error", err.Error())
		return
	}
	log.InfoContext(ctx, o.String())
}

// String says what became of the message.
func (o outcome) String() string {
	switch {
	case o.duplicate:
		return "known already"
	case len(o.opened) > 0:
		return "incident opened"
	case len(o.changed) > 0:
		return "incident changed"
	}
	return "noted"
}

// fail answers a message that has to be delivered again.
func fail(w http.ResponseWriter, err error) {
	(&webhook.Refusal{Status: once.Status(err), Code: "NotFollowed", Message: "the incident could not follow the alarm: deliver the message again"}).Write(w)
}
