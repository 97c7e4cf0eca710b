package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Error is a failed call.
type Error struct {
	Call    string // such as "POST /admin/listenerRegistrations"
	Status  int    // HTTP status of the answer; 0 if there was none
	Code    string // the application's; "" if the answer held none
	Message string // what the application says about it, or what went wrong on the way

	again     bool // it may work at another time
	uncertain bool // it may have taken effect all the same
	foreign   bool // the answer is not of the application's kind
	cause     error
}

// Error returns all of it in one line.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "CX Industries: %s", e.Call)
	if e.Status != 0 {
		fmt.Fprintf(&b, ": status %d", e.Status)
	}
	for _, part := range []string{e.Code, e.Message} {
		if part != "" {
			b.WriteString(": " + part)
		}
	}
	if hint := e.hint(); hint != "" {
		b.WriteString(" (" + hint + ")")
	}
	return b.String()
}

// hint is what to do about it.
func (e *Error) hint() string {
	switch {
	case e.foreign:
		return "the answer is not the application's: check the provider's endpoint and what stands before it"
	case e.Status == http.StatusUnauthorized:
		return "check the provider's user name and password, or its OAuth client"
	case e.Status == http.StatusForbidden:
		return "the provider's account must be allowed to administer listeners"
	case e.Status == http.StatusNotFound:
		return "if it was removed, pulumi refresh takes it out of the state; else check the provider's endpoint and workspace"
	case e.Status == http.StatusConflict:
		return "there is such a listener already: remove it, or bring it into the stack with pulumi import"
	}
	return ""
}

// Unwrap returns the network's error, if that was the cause.
func (e *Error) Unwrap() error { return e.cause }

// Gone tells whether a call failed because what it is about does not exist.
func Gone(err error) bool {
	failed := (*Error)(nil)
	return errors.As(err, &failed) && failed.Status == http.StatusNotFound && !failed.foreign
}

func transient(err error) bool {
	failed := (*Error)(nil)
	return errors.As(err, &failed) && failed.again
}

func uncertain(err error) bool {
	failed := (*Error)(nil)
	return errors.As(err, &failed) && failed.uncertain
}

// maxMessage caps what of an answer's words goes on, in bytes.
const maxMessage = 300

// refused makes an error of an answer. Its body should be TM Forum's Error (TMF630: code, reason, message).
func refused(call string, status int, body []byte, secrets []string) *Error {
	e := &Error{
		Call: call, Status: status,
		again:     status == http.StatusTooManyRequests || status >= 500 && status != http.StatusNotImplemented,
		uncertain: status >= 500,
	}
	if len(body) == 0 {
		return e
	}
	var said struct {
		Code    any    `json:"code"` // a text by the standard, a number in places
		Reason  string `json:"reason"`
		Message string `json:"message"`
	}
	if json.Unmarshal(body, &said) != nil || said.Code == nil && said.Reason == "" && said.Message == "" {
		e.foreign = true
		return e
	}
	if said.Code != nil {
		e.Code = quote(fmt.Sprint(said.Code), secrets)
	}
	e.Message = quote(strings.Trim(said.Reason+": "+said.Message, ": "), secrets)
	return e
}

// quote makes somebody else's words fit to be shown: secrets are taken out, as they may repeat what was sent.
func quote(text string, secrets []string) string {
	for _, secret := range secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "[secret]")
		}
	}
	if len(text) > maxMessage {
		text = text[:maxMessage] + "…"
	}
	return strings.ToValidUTF8(strings.Join(strings.Fields(text), " "), "�")
}
