package main

import (
	"errors"
	"mime"
	"net/http"

	"github.com/cxbridge/cxbridge/shared/tmf"
	"github.com/cxbridge/cxbridge/shared/webhook"
)

// delivery is an event as it came.
type delivery struct {
	api    string
	event  *tmf.Event
	entity *tmf.Entity
}

// read reads an event from a request. What is none is refused. The API comes first: whoever sends to another one shows other proof.
func (s *settings) read(w http.ResponseWriter, r *http.Request) (delivery, *webhook.Refusal) {
	d := delivery{api: provenAPI(r.Header)}
	if _, known := s.apis[d.api]; !known {
		return d, &webhook.Refusal{Status: http.StatusNotFound, Code: "UnknownAPI", Message: "events of this API are not taken: check the listener's URL"}
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return d, &webhook.Refusal{Status: http.StatusMethodNotAllowed, Code: "MethodNotAllowed", Message: "send events with POST"}
	}
	if contentType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); contentType != "application/json" {
		return d, &webhook.Refusal{Status: http.StatusUnsupportedMediaType, Code: "UnsupportedContentType", Message: "send application/json"}
	}
	body, refusal := webhook.ReadBody(w, r, tmf.MaxSize)
	if refusal != nil {
		return d, refusal
	}
	var err error
	if d.event, err = tmf.Parse(body); err == nil {
		d.entity, err = s.events.Entity(d.api, d.event)
	}
	switch {
	case errors.Is(err, tmf.ErrUnknownType):
		return d, &webhook.Refusal{Status: http.StatusUnprocessableEntity, Code: "UnknownEventType", Message: err.Error()}
	case err != nil:
		return d, &webhook.Refusal{Status: http.StatusBadRequest, Code: "InvalidEvent", Message: err.Error()}
	}
	return d, nil
}

// listenerAPI is the header in which the gateway says by which API of its path it chose the proof that it asked for. The path itself
// does not do: in what form a function sees it is not documented, and what is one API here must not be another one there.
const listenerAPI = "X-Listener-Api"

// provenAPI returns the API that the caller has proven to send for; "" if the gateway names none.
func provenAPI(header http.Header) string {
	values, err := webhook.FromGateway(header, listenerAPI)
	if err != nil || len(values) != 1 {
		return ""
	}
	return values[0]
}
