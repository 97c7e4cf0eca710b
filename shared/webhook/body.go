package webhook

import (
	"errors"
	"fmt"
	"io"
	"net/http"
)

// ReadBody returns the request's body if it has at most limit bytes. Others are refused: 413 over the limit, 400 if the
// body is empty or breaks off. The limit is enforced while reading, so that nobody can make the function hold more.
func ReadBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, *Refusal) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, &Refusal{http.StatusRequestEntityTooLarge, "RequestTooLarge",
			fmt.Sprintf("the body is larger than %d bytes: send less", limit)}
	case err != nil:
		return nil, &Refusal{http.StatusBadRequest, "IncompleteBody", "the body broke off: send it again"}
	case len(body) == 0:
		return nil, &Refusal{http.StatusBadRequest, "EmptyBody", "the body is empty: send the message as JSON or as a form"}
	}
	return body, nil
}
