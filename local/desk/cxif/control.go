package cxif

import (
	"net/http"

	"github.com/cxbridge/cxbridge/local/desk/basic"
	"github.com/cxbridge/cxbridge/local/desk/cxif/delivery"
	"github.com/cxbridge/cxbridge/local/desk/cxif/registration"
	"github.com/cxbridge/cxbridge/local/desk/cxif/wire"
)

// Control answers below /cxif/ to whoever has the account; journal answers at
// /cxif/requests.
func (a *Application) Control(journal http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/cxif/requests", journal)
	mux.HandleFunc("POST /cxif/events/{api}/{version}", a.publish)
	mux.HandleFunc("GET /cxif/registrations", a.listRegistrations)
	mux.HandleFunc("GET /cxif/deliveries", func(w http.ResponseWriter, r *http.Request) {
		list, err := a.deliveries.List()
		a.write(w, http.StatusOK, list, err)
	})
	mux.HandleFunc("GET /cxif/deliveries/{id}", func(w http.ResponseWriter, r *http.Request) {
		one, err := a.deliveries.Get(r.PathValue("id"))
		a.write(w, http.StatusOK, []delivery.Delivery{one}, err)
	})
	mux.HandleFunc("POST /cxif/deliveries/{id}/redeliver", func(w http.ResponseWriter, r *http.Request) {
		one, err := a.deliveries.Redeliver(r.PathValue("id"))
		a.write(w, http.StatusAccepted, []delivery.Delivery{one}, err)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !a.account.Accepts(r) {
			basic.Challenge(w)
			wire.WriteError(w, wire.Refuse(http.StatusUnauthorized, "The user name or the password of the desk is missing or wrong"))
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func (a *Application) publish(w http.ResponseWriter, r *http.Request) {
	event, err := wire.ReadBody(w, r, a.maxBody)
	if err != nil {
		wire.WriteError(w, err)
		return
	}
	deliveries, err := a.deliveries.Publish(r.PathValue("api"), r.PathValue("version"), event)
	a.write(w, http.StatusAccepted, deliveries, err)
}

// write answers with deliveries.
func (a *Application) write(w http.ResponseWriter, status int, deliveries []delivery.Delivery, err error) {
	if err != nil {
		a.fail(w, err)
		return
	}
	wire.Write(w, status, map[string]any{"deliveries": deliveries})
}

func (a *Application) listRegistrations(w http.ResponseWriter, r *http.Request) {
	type shown struct {
		Workspace string `json:"workspace,omitempty"`
		Hub       string `json:"hub,omitempty"`
		registration.Registration
	}
	list := []shown{}
	entries, err := a.book.All()
	if err != nil {
		a.fail(w, err)
		return
	}
	for _, e := range entries {
		list = append(list, shown{e.Workspace, e.Hub, e.Registration.Masked()})
	}
	wire.Write(w, http.StatusOK, map[string]any{"registrations": list})
}

func (a *Application) fail(w http.ResponseWriter, err error) {
	if !wire.WriteError(w, err) {
		a.logger.Error("the application of CX Industries failed", "error", err)
	}
}
