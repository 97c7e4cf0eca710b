package wire

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// Error is a refusal. Its text is the message.
type Error struct {
	Status  int
	Message string
	Allow   string // the methods that are for the resource, with a 405
}

// Refuse is a refusal with an HTTP status.
func Refuse(status int, format string, args ...any) *Error {
	return &Error{Status: status, Message: fmt.Sprintf(format, args...)}
}

// NotAllowed is the refusal of a method; allow lists those that are for the resource.
func NotAllowed(method, allow string) *Error {
	return &Error{Status: http.StatusMethodNotAllowed, Message: fmt.Sprintf("%.20s is not for this resource; use %s", method, allow), Allow: allow}
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

// body is how the standard writes an error: code and reason are required.
type body struct {
	Code    string `json:"code"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
	Status  string `json:"status"`
	Type    string `json:"@type"`
}

// WriteError answers with an error: with its status if it is an [Error], else with
// 500 and without its text, which is not the client's business. It reports whether
// the error was one for the client.
func WriteError(w http.ResponseWriter, err error) (forClient bool) {
	var e *Error
	if forClient = errors.As(err, &e); !forClient {
		e = Refuse(http.StatusInternalServerError, "The application failed; its log says why")
	}
	if e.Allow != "" {
		w.Header().Set("Allow", e.Allow)
	}
	status := strconv.Itoa(e.Status)
	Write(w, e.Status, body{Code: status, Reason: http.StatusText(e.Status), Message: e.Message, Status: status, Type: "Error"})
	return forClient
}
