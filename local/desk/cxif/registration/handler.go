package registration

import (
	"log/slog"
	"net/http"
	"net/url"

	"github.com/cxbridge/cxbridge/local/desk/cxif/wire"
)

// Handler answers requests for registrations. Who asks is known already.
type Handler struct {
	Book    *Book
	MaxBody int64 // bytes
	Logger  *slog.Logger
}

// Serve answers a request for the list of a workspace (id is empty) or for one
// registration.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request, workspace, id string) {
	status, answer, err := h.answer(w, r, workspace, id)
	if err != nil {
		if !wire.WriteError(w, err) {
			h.Logger.Error("a request for registrations failed", "method", r.Method, "error", err)
		}
		return
	}
	if answer == nil {
		w.WriteHeader(status)
		return
	}
	wire.Write(w, status, answer)
}

func (h *Handler) answer(w http.ResponseWriter, r *http.Request, workspace, id string) (status int, answer any, err error) {
	switch {
	case id == "" && r.Method == http.MethodGet:
		answer, err = h.list(r, workspace)
		return http.StatusOK, answer, err
	case id == "" && r.Method == http.MethodPost:
		answer, err = h.create(w, r, workspace)
		return http.StatusCreated, answer, err
	case id != "" && r.Method == http.MethodGet:
		answer, err = h.shown(h.Book.Get(workspace, id))
	case id != "" && r.Method == http.MethodPut:
		answer, err = h.replace(w, r, workspace, id)
	case id != "" && (r.Method == http.MethodPatch || r.Method == http.MethodPost && h.Book.Fidelity.LenientRegistrations):
		answer, err = h.patch(w, r, workspace, id)
	case id != "" && r.Method == http.MethodDelete:
		return h.Book.Fidelity.RegistrationDeleteStatus, nil, h.Book.Remove(workspace, id)
	default:
		err = wire.NotAllowed(r.Method, h.methods(id))
	}
	return http.StatusOK, answer, err
}

// methods are those that are for the list (id is empty) or for one registration.
func (h *Handler) methods(id string) string {
	switch {
	case id == "":
		return "GET, POST"
	case h.Book.Fidelity.LenientRegistrations:
		return "DELETE, GET, PATCH, POST, PUT"
	}
	return "DELETE, GET, PATCH, PUT"
}

func (h *Handler) list(r *http.Request, workspace string) (any, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, wire.Refuse(http.StatusBadRequest, "The query of the URL cannot be read")
	}
	filter, err := newFilter(query)
	if err != nil {
		return nil, err
	}
	entries, err := h.Book.List(workspace, filter)
	shown := []Registration{}
	for _, e := range entries {
		shown = append(shown, h.Book.Shown(e))
	}
	return shown, err
}

func (h *Handler) create(w http.ResponseWriter, r *http.Request, workspace string) (any, error) {
	text, err := wire.ReadBody(w, r, h.MaxBody)
	if err != nil {
		return nil, err
	}
	registration, err := h.decode(text)
	if err != nil {
		return nil, err
	}
	e, err := h.Book.Add(workspace, "", registration)
	if err == nil {
		w.Header().Set("Location", r.URL.JoinPath(e.Registration.ID).EscapedPath())
	}
	return h.shown(e, err)
}

func (h *Handler) replace(w http.ResponseWriter, r *http.Request, workspace, id string) (any, error) {
	text, err := wire.ReadBody(w, r, h.MaxBody)
	if err != nil {
		return nil, err
	}
	registration, err := h.decode(text)
	if err != nil {
		return nil, err
	}
	return h.shown(h.Book.Change(workspace, id, func(Registration) (Registration, error) { return registration, nil }))
}

func (h *Handler) patch(w http.ResponseWriter, r *http.Request, workspace, id string) (any, error) {
	text, err := wire.ReadBody(w, r, h.MaxBody)
	if err != nil {
		return nil, err
	}
	patch, err := readPatch(text, h.Book.Fidelity.LenientRegistrations)
	if err != nil {
		return nil, err
	}
	return h.shown(h.Book.Change(workspace, id, func(r Registration) (Registration, error) { return patched(r, patch) }))
}

// decode reads a registration, with the documentation's slips if they are taken.
func (h *Handler) decode(text []byte) (r Registration, err error) {
	if err = wire.Decode(text, &r, wire.Closed); err != nil && h.Book.Fidelity.LenientRegistrations {
		r = Registration{}
		err = wire.Decode(repair(text), &r, wire.Closed)
	}
	return r, err
}

func (h *Handler) shown(e *Entry, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return h.Book.Shown(e), nil
}
