package b2c

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// throttledCode is the error code of a throttled call (Answer 12293).
const throttledCode = "OSC-CREST-00035"

// Error is a failed call.
type Error struct {
	Call   string // such as "POST incidents"
	Status int    // HTTP status of the answer; 0 if there was none
	Code   string // B2C Service's, such as "OSC-CREST-00006"; "" if the answer held none
	Detail string // what B2C Service says about it, or what went wrong on the way
	Hint   string // what to do about it

	// uncertain tells that the call may have taken effect all the same.
	uncertain bool
	cause     error
}

// Error returns all of it in one line.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "B2C Service: %s", e.Call)
	if e.Status != 0 {
		fmt.Fprintf(&b, ": status %d", e.Status)
	}
	for _, part := range []string{e.Code, e.Detail} {
		if part != "" {
			b.WriteString(": " + part)
		}
	}
	if e.Hint != "" {
		b.WriteString(" (" + e.Hint + ")")
	}
	return b.String()
}

// Unwrap returns the network's error, if that was the cause.
func (e *Error) Unwrap() error { return e.cause }

// Throttled tells whether B2C Service wants fewer calls. Its outer layers answer 503 without its code (Answer 12293).
func (e *Error) Throttled() bool { return e.Status == http.StatusServiceUnavailable }

// Rejected tells whether B2C Service read the call and does not take what it says, such as a menu's entry that the site does
// not have: the same call will fail again. Detail then names the attribute (B2C Service REST API: error codes).
func (e *Error) Rejected() bool { return e.Status == http.StatusBadRequest }

// status returns the HTTP status of a failed call, or 0.
func status(err error) int {
	if failed := (*Error)(nil); errors.As(err, &failed) {
		return failed.Status
	}
	return 0
}

// transportError is a call without an answer. The url.Error around the cause is dropped, because it holds the query.
func transportError(call call, sent bool, err error) error {
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	hint := "check b2cservice_hostname and that the function's subnet reaches it on port 443"
	if errors.Is(err, context.DeadlineExceeded) {
		hint = "B2C Service did not answer in time"
	}
	return &Error{Call: call.String(), Detail: err.Error(), Hint: hint, uncertain: sent, cause: err}
}

// hint says what to do about an answer (B2C Service REST API: error codes).
func hint(status int, code string) string {
	switch code {
	case "OSC-CREST-00003":
		return "set b2cservice_version to a version that the site has, or to latest"
	case "OSC-CREST-00006", "OSC-CREST-00012":
		return "the site does not take a value: check its custom fields and its menus against the names in the configuration"
	case "OSC-CREST-00014":
		return "allow the account's profile to use the public REST API"
	case "OSC-CREST-00015":
		return "switch the Connect REST API on for the site"
	case throttledCode:
		return "the site throttles: give this application context a pool of its own, or send less"
	}
	switch {
	case status == http.StatusUnauthorized:
		return "check the user name and password, and that the account is not locked"
	case status == http.StatusForbidden:
		return "check the account's profile and the site's allowed addresses"
	case status == http.StatusNotFound:
		return "check b2cservice_hostname and b2cservice_version"
	case status/100 == 3:
		return "redirects are refused: set b2cservice_hostname to the site's own host name"
	case status >= 500:
		return "B2C Service is not available: see its status page"
	}
	return ""
}

// String names the call without its query.
func (c call) String() string { return c.method + " " + c.path }
