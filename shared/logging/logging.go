// Package logging writes the functions' log: one JSON object a line on standard error, where Oracle Functions collects
// it, each with the call id that also stands in the gateway's execution log.
//
// What is logged must not tell who wrote or what: no payload, no telephone number in full, no secret.
package logging

import (
	"context"
	"io"
	"log/slog"
)

type callKey struct{}

// New returns a logger that writes to w and adds the call id of the context it is given (see [WithCall]).
func New(w io.Writer) *slog.Logger {
	return slog.New(callHandler{slog.NewJSONHandler(w, nil)})
}

// WithCall returns a context whose log lines carry the call id as "callId".
func WithCall(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, callKey{}, id)
}

type callHandler struct{ slog.Handler }

func (h callHandler) Handle(ctx context.Context, record slog.Record) error {
	if id, ok := ctx.Value(callKey{}).(string); ok && id != "" {
		record.AddAttrs(slog.String("callId", id))
	}
	return h.Handler.Handle(ctx, record)
}

func (h callHandler) WithAttrs(attributes []slog.Attr) slog.Handler {
	return callHandler{h.Handler.WithAttrs(attributes)}
}

func (h callHandler) WithGroup(name string) slog.Handler {
	return callHandler{h.Handler.WithGroup(name)}
}
