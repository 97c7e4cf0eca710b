package webhook

import (
	"encoding/json"
	"net/http"
)

// Answer writes value as JSON with the given HTTP status.
func Answer(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		// Only values of this project's own types come here, so this is a mistake of the program, not of the caller.
		status, body = http.StatusInternalServerError, []byte(`{"code":"InternalError","message":"the answer could not be written"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(body)
}

// Refusal is the answer to a request that is not taken: an HTTP status with a code for programs and a message for people,
// which says what to do. Both go to the caller, so neither may hold a secret.
type Refusal struct {
	Status  int    `json:"-"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Write answers a request with the refusal.
func (r *Refusal) Write(w http.ResponseWriter) { Answer(w, r.Status, r) }
