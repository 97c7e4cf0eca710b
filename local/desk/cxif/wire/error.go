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
}

// Refuse is a refusal with an HTTP status.
func Refuse(status int, format string, args ...any) *Error {
	return &Error{Status: status, Message: fmt.Sprintf(format, args...)}
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
	status := strconv.Itoa(e.Status)
	Write(w, e.Status, body{Code: status, Reason: http.StatusText(e.Status), Message: e.Message, Status: status, Type: "Error"})
	return forClient
}
