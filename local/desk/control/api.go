package control

import (
	"encoding/json"
	"io"
	"net/http"

	"github.com/cxbridge/cxbridge/local/desk/basic"
)

// API answers what is below /desk/ to whoever has the account.
type API struct {
	Plan    *Plan
	Journal *Journal
	Account basic.Account
	Staff   *basic.Staff // the account of the REST API
}

// maxBody is the largest body of a call, in bytes.
const maxBody = 64 << 10

// Handler routes the control API.
func (a *API) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /desk/faults", a.listFaults)
	mux.HandleFunc("POST /desk/faults", a.addFault)
	mux.HandleFunc("DELETE /desk/faults", func(w http.ResponseWriter, r *http.Request) {
		a.Plan.Clear()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("PUT /desk/password", a.changePassword)
	mux.Handle("/desk/requests", a.Journal)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !a.Account.Accepts(r) {
			basic.Challenge(w)
			Write(w, http.StatusUnauthorized, refusal{"The user name or the password of the desk is missing or wrong"})
			return
		}
		mux.ServeHTTP(w, r)
	})
}

type refusal struct {
	Error string `json:"error"`
}

func (a *API) listFaults(w http.ResponseWriter, r *http.Request) {
	Write(w, http.StatusOK, map[string][]Fault{"items": a.Plan.List()})
}

func (a *API) addFault(w http.ResponseWriter, r *http.Request) {
	var fault Fault
	if err := read(r, &fault); err != nil {
		Write(w, http.StatusBadRequest, refusal{"The fault cannot be read: " + err.Error()})
		return
	}
	fault, err := a.Plan.Add(fault)
	if err != nil {
		Write(w, http.StatusBadRequest, refusal{err.Error()})
		return
	}
	Write(w, http.StatusCreated, fault)
}

func (a *API) changePassword(w http.ResponseWriter, r *http.Request) {
	var change struct{ Password string }
	if err := read(r, &change); err != nil || change.Password == "" {
		Write(w, http.StatusBadRequest, refusal{`The change cannot be read: write it as {"password": "…"}`})
		return
	}
	a.Staff.Change(change.Password)
	w.WriteHeader(http.StatusNoContent)
}

// read decodes a call's body, and refuses what it does not know.
func read(r *http.Request, into any) error {
	decoder := json.NewDecoder(io.LimitReader(r.Body, maxBody))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

// Write answers with JSON.
func Write(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.Encode(value) // an error means that the client has gone
}
