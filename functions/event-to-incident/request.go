package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/cxbridge/cxbridge/shared/tmf"
	"github.com/cxbridge/cxbridge/shared/webhook"
)

// delivery is an event as it came.
type delivery struct {
	api    string
	event  *tmf.Event
	entity *tmf.Entity
}

// read reads an event from a request. What is none is refused. The API comes first: the gateway asks whoever sends to another
// one for other proof.
func (s *settings) read(w http.ResponseWriter, r *http.Request) (delivery, *webhook.Refusal) {
	d := delivery{api: lastSegment(r)}
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

// lastSegment returns the last part of the path as it was sent. The gateway compares it in this form too when it chooses the
// proof that it asks for (API Gateway: context variables keep a path's URL encoding): troubleTicket written as
// trouble%54icket is another API here as it is there.
func lastSegment(r *http.Request) string {
	path := r.URL.EscapedPath()
	return path[strings.LastIndexByte(path, '/')+1:]
}

// strict decodes JSON in which nothing is unknown and nothing follows.
func strict(text string, value any) error {
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(value); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("something follows the JSON")
	}
	return nil
}
