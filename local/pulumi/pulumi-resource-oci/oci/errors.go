package oci

import (
	"errors"
	"fmt"
	"net"
	"net/http"

	"github.com/oracle/oci-go-sdk/v65/common"
)

// Error is a call that OCI refused or that did not reach it.
type Error struct {
	Method, URL string
	Status      int    // HTTP status; 0 when there was no answer
	Code        string // OCI's, e.g. NotAuthorizedOrNotFound
	Message     string
	RequestID   string // opc-request-id
	Cause       error  // of a call without an answer
}

func (e *Error) Error() string {
	if e.Status == 0 {
		return fmt.Sprintf("%s %s: %v. %s", e.Method, e.URL, e.Cause, e.Hint())
	}
	text := fmt.Sprintf("%s %s: %d %s: %s", e.Method, e.URL, e.Status, e.Code, e.Message)
	if e.RequestID != "" {
		text += fmt.Sprintf(" (opc-request-id %s)", e.RequestID)
	}
	return text + ". " + e.Hint()
}

func (e *Error) Unwrap() error { return e.Cause }

// Hint says what to do next.
func (e *Error) Hint() string {
	var unreachable *net.OpError
	switch {
	case errors.As(e.Cause, &unreachable):
		return "Nothing answers there: start the local cloud (scripts/local up), or check CLIENT_HOST_OVERRIDES and the network"
	case e.Status == 0:
		return "Check the endpoint, the proxy and the certificate authority (SSL_CERT_FILE)"
	case e.Status == http.StatusUnauthorized:
		return "Check tenancy, user, fingerprint and private key, and this machine's clock"
	case e.Status == http.StatusNotFound:
		return "It does not exist, or no policy lets this user see it"
	case e.Status == http.StatusConflict:
		return "Something still uses it or is changing it: see what, and run the same command again"
	case e.Status == http.StatusBadRequest:
		return "Correct the property in the program"
	case e.Status == http.StatusTooManyRequests:
		return "Wait a minute and run the same command again"
	case e.Status == http.StatusNotImplemented:
		return "The local cloud does not do this; a real one may"
	default:
		return "Run the same command again; if it stays, give the request id to support"
	}
}

// NotFound says whether OCI answered that the thing is not there.
func NotFound(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == http.StatusNotFound
}

// asError turns what oci-go-sdk gives into an Error.
func asError(method, url string, err error) error {
	e := &Error{Method: method, URL: url}
	if service, ok := common.IsServiceError(err); ok {
		e.Status, e.Code = service.GetHTTPStatusCode(), service.GetCode()
		e.Message, e.RequestID = service.GetMessage(), service.GetOpcRequestID()
		return e
	}
	e.Cause = err
	return e
}
