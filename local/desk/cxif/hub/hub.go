// Package hub answers at the hubs of APIs, where a listener subscribes to an API's
// events (TMF630, Part 4: hub; the APIs' own definitions):
//
//	POST   …/{apiName}/{apiVersion}/hub       {"callback": "https://…", "query": "…"}: 201 with the subscription and its id
//	GET    …/{apiName}/{apiVersion}/hub/{id}  200; from v5 on
//	DELETE …/{apiName}/{apiVersion}/hub/{id}  204
//
// A subscription is a registration too, under the same id. It carries no credentials:
// they are patched into the registration afterwards (Implementation Guide: Set Up
// Listeners for Events).
package hub

import (
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/cxbridge/cxbridge/local/desk/cxif/registration"
	"github.com/cxbridge/cxbridge/local/desk/cxif/wire"
)

// path is that of a hub, wherever an application has its APIs: /troubleTicket/v4/hub,
// /tmf-api/troubleTicket/v4/hub, /api/x/troubleTicket/v4/hub.
var path = regexp.MustCompile(`^([A-Za-z0-9._~/-]*)/([A-Za-z0-9_-]{1,100})/(v[0-9]{1,3})/hub(/[^/]+)?/?$`)

// maxPath is the length of the longest path that is kept, in bytes.
const maxPath = 500

// Target is what a path names.
type Target struct {
	api, version string
	id           string // empty: the hub itself
}

// Parse tells whether a path is that of a hub or of a subscription.
func Parse(text string) (t Target, ok bool) {
	parts := path.FindStringSubmatch(text)
	if parts == nil || len(text) > maxPath {
		return t, false
	}
	return Target{parts[2], parts[3], strings.TrimPrefix(parts[4], "/")}, true
}

// subscription is what is sent and answered.
type subscription struct {
	ID       string `json:"id,omitempty"`
	Callback string `json:"callback"`
	Query    string `json:"query,omitempty"`
}

// Handler answers requests at hubs. Who asks is known already.
type Handler struct {
	Book    *registration.Book
	MaxBody int64 // bytes
	Logger  *slog.Logger
}

// Serve answers a request at a target.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request, t Target) {
	if err := h.serve(w, r, t); err != nil && !wire.WriteError(w, err) {
		h.Logger.Error("a request at a hub failed", "method", r.Method, "path", r.URL.Path, "error", err)
	}
}

func (h *Handler) serve(w http.ResponseWriter, r *http.Request, t Target) error {
	switch {
	case t.id == "" && r.Method == http.MethodPost:
		return h.subscribe(w, r, t)
	case t.id != "" && r.Method == http.MethodDelete:
		if _, err := h.find(t); err != nil {
			return err
		}
		if err := h.Book.Remove(anyWorkspace, t.id); err != nil {
			return err
		}
		w.WriteHeader(http.StatusNoContent)
		return nil
	case t.id != "" && r.Method == http.MethodGet && t.readable():
		e, err := h.find(t)
		if err != nil {
			return err
		}
		wire.Write(w, http.StatusOK, shown(e))
		return nil
	}
	return wire.NotAllowed(r.Method, t.methods())
}

// methods are those that are for a target.
func (t Target) methods() string {
	switch {
	case t.id == "":
		return "POST"
	case t.readable():
		return "DELETE, GET"
	}
	return "DELETE"
}

// anyWorkspace is the one in which a hub's registrations are made.
const anyWorkspace = ""

// readable: a subscription can be read from version 5 of an API on.
func (t Target) readable() bool {
	number, _ := strconv.Atoi(strings.TrimPrefix(t.version, "v"))
	return number >= 5
}

func (h *Handler) subscribe(w http.ResponseWriter, r *http.Request, t Target) error {
	text, err := wire.ReadBody(w, r, h.MaxBody)
	if err != nil {
		return err
	}
	var s subscription
	if err := wire.Decode(text, &s, wire.Closed); err != nil {
		return err
	}
	if s.Callback == "" {
		return wire.Refuse(http.StatusBadRequest, "/callback: is required")
	}
	e, err := h.Book.Add(anyWorkspace, strings.TrimSuffix(r.URL.Path, "/"), registration.Registration{
		ID: s.ID, Type: "external", APIs: []registration.API{{Name: t.api, Version: t.version, Query: s.Query}},
		Locality: registration.Locality{External: &registration.External{URL: s.Callback}},
	})
	if err != nil {
		return inSubscription(err)
	}
	w.Header().Set("Location", r.URL.JoinPath(e.Registration.ID).EscapedPath())
	wire.Write(w, http.StatusCreated, shown(e))
	return nil
}

// places are where a subscription has what its registration has.
var places = strings.NewReplacer("/listener-locality/external-listener/listener-url: ", "/callback: ", "/affiliated-apis/0/query: ", "/query: ")

// inSubscription tells of faults where the client finds them.
func inSubscription(err error) error {
	var e *wire.Error
	if errors.As(err, &e) {
		return wire.Refuse(e.Status, "%s", places.Replace(e.Message))
	}
	return err
}

// find is the subscription, at this hub.
func (h *Handler) find(t Target) (*registration.Entry, error) {
	e, err := h.Book.Get(anyWorkspace, t.id)
	if err != nil {
		return nil, err
	}
	if other, _ := Parse(e.Hub); other.api != t.api || other.version != t.version {
		return nil, wire.Refuse(http.StatusNotFound, "There is no subscription %.100q at this hub", t.id)
	}
	return e, nil
}

func shown(e *registration.Entry) subscription {
	return subscription{ID: e.Registration.ID, Callback: e.Registration.Locality.External.URL, Query: e.Registration.APIs[0].Query}
}
