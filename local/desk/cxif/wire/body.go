package wire

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

// ReadBody reads the body of a request, at most limit bytes.
func ReadBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, Refuse(http.StatusRequestEntityTooLarge, "The body is larger than %d bytes", limit)
	case err != nil:
		return nil, Refuse(http.StatusBadRequest, "The body did not arrive in whole")
	}
	return text, nil
}

// Write answers with JSON.
func Write(w http.ResponseWriter, status int, answer any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	encoder.Encode(answer) // an error means that the client has gone
}
