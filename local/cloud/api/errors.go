package api

import (
	"fmt"
	"net/http"
)

// Error is an answer in OCI's error shape, {"code": …, "message": …}.
type Error struct {
	Status  int
	Code    string
	Message string
}

func (e *Error) Error() string { return fmt.Sprintf("%d %s: %s", e.Status, e.Code, e.Message) }

// Errorf makes an Error with a status and code of its own.
func Errorf(status int, code, format string, args ...any) *Error {
	return &Error{status, code, fmt.Sprintf(format, args...)}
}

// InvalidParameter says that a value cannot be.
func InvalidParameter(format string, args ...any) *Error {
	return Errorf(http.StatusBadRequest, "InvalidParameter", format, args...)
}

// MissingParameter says that a value is needed.
func MissingParameter(format string, args ...any) *Error {
	return Errorf(http.StatusBadRequest, "MissingParameter", format, args...)
}

// NotAuthenticated says that the request's signature is not good.
func NotAuthenticated(why error) *Error {
	return Errorf(http.StatusUnauthorized, "NotAuthenticated", "%v", why)
}

// NotFound says that a thing is not there, or is not the caller's business: OCI
// does not let these two be told apart.
func NotFound(what, id string) *Error {
	return Errorf(http.StatusNotFound, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found: %s %s", what, id)
}

// Conflict says that something else stands against the change.
func Conflict(format string, args ...any) *Error {
	return Errorf(http.StatusConflict, "Conflict", format, args...)
}

// IncorrectState says that the thing is not in a state that admits the change.
func IncorrectState(format string, args ...any) *Error {
	return Errorf(http.StatusConflict, "IncorrectState", format, args...)
}

// NoEtagMatch says that the thing has changed since the caller looked.
func NoEtagMatch(id string) *Error {
	return Errorf(http.StatusPreconditionFailed, "NoEtagMatch", "if-match is not the etag of %s: read it again", id)
}

// NotSimulated says honestly what the local cloud does not do.
func NotSimulated(format string, args ...any) *Error {
	return Errorf(http.StatusNotImplemented, "NotImplemented", "the local cloud does not simulate "+format, args...)
}
