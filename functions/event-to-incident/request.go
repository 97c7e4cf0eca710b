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
	d := delivery{}
	var refusal *webhook.Refusal
	if d.api, refusal = provenAPI(r.Header); refusal != nil {
		return d, refusal
	}
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
	var body []byte
	if body, refusal = webhook.ReadBody(w, r, tmf.MaxSize); refusal != nil {
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

// provenAPI returns the API that the caller has proven to send for. If the gateway names none, its deployment is not as it has to be:
// the event can be taken once it is.
func provenAPI(header http.Header) (string, *webhook.Refusal) {
	values, err := webhook.FromGateway(header, listenerAPI)
	switch {
	case err != nil:
		return "", &webhook.Refusal{Status: http.StatusForbidden, Code: "Forbidden", Message: err.Error()}
	case len(values) != 1:
		return "", &webhook.Refusal{Status: http.StatusServiceUnavailable, Code: "NoListener",
			Message: "the gateway does not say whose event this is: its route has to set the header " + listenerAPI}
	}
	return values[0], nil
}
