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

	again     bool   // it may work at another time
	uncertain bool   // it may have taken effect all the same
	gone      bool   // what the call is about does not exist
	remedy    string // what to do about it; "" if nobody knows
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
	if e.remedy != "" {
		b.WriteString(" (" + e.remedy + ")")
	}
	return b.String()
}

// Unwrap returns the network's error, if that was the cause.
func (e *Error) Unwrap() error { return e.cause }

// Gone tells whether a call failed because what it is about does not exist.
func Gone(err error) bool {
	failed := (*Error)(nil)
	return errors.As(err, &failed) && failed.gone
}

func transient(err error) bool {
	failed := (*Error)(nil)
	return errors.As(err, &failed) && failed.again
}

func uncertain(err error) bool {
	failed := (*Error)(nil)
	return errors.As(err, &failed) && failed.uncertain
}

// What to do about a failure.
const (
	checkEndpoint = "the answer is not the application's: check the provider's endpoint and what stands before it"
	checkNetwork  = "check the provider's endpoint, and whether the application is up"
	checkTrust    = "check the provider's endpoint; a certificate authority of your own goes into SSL_CERT_FILE"
	checkIdentity = "check the provider's identityUri, clientId, clientSecret and scope"
)

// remedies are those of the application's own errors, by status.
var remedies = map[int]string{
	http.StatusUnauthorized: "check the provider's user name and password, or its OAuth client",
	http.StatusForbidden:    "the provider's account must be allowed to administer listeners",
	http.StatusNotFound:     "if it was removed, pulumi refresh takes it out of the state; else check the provider's endpoint and workspace",
	http.StatusConflict:     "there is such a listener already: remove it, or bring it into the stack with pulumi import",
}

// maxMessage caps what of an answer's words goes on, in bytes.
const maxMessage = 300

// refused makes an error of an answer. Its body should be TM Forum's Error (TMF630: code and reason, perhaps a message), and
// must be that, or empty, to tell that something is gone: a gateway without the route answers 404 in JSON, too.
func refused(call string, status int, body []byte, secrets []string) *Error {
	e := &Error{
		Call: call, Status: status, remedy: remedies[status],
		again:     status == http.StatusTooManyRequests || status >= 500 && status != http.StatusNotImplemented,
		uncertain: status >= 500,
	}
	var said struct {
		Code    any    `json:"code"` // a text by the standard, a number in places
		Reason  string `json:"reason"`
		Message string `json:"message"`
	}
	understood := json.Unmarshal(body, &said) == nil && (said.Code != nil || said.Reason != "" || said.Message != "")
	e.gone = status == http.StatusNotFound && (len(body) == 0 || understood && said.Code != nil && said.Reason != "")
	if len(body) > 0 && !understood || status == http.StatusNotFound && !e.gone {
		e.remedy = checkEndpoint
	}
	if understood {
		if said.Code != nil {
			e.Code = quote(fmt.Sprint(said.Code), secrets)
		}
		e.Message = quote(strings.Trim(said.Reason+": "+said.Message, ": "), secrets)
	}
	return e
}

// quote makes somebody else's words fit to be shown: secrets are taken out, as they may repeat what was sent, perhaps as
// it was sent: in JSON.
func quote(text string, secrets []string) string {
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		text = strings.ReplaceAll(text, secret, "[secret]")
		if encoded, err := json.Marshal(secret); err == nil {
			text = strings.ReplaceAll(text, string(encoded[1:len(encoded)-1]), "[secret]")
		}
	}
	if len(text) > maxMessage {
		text = text[:maxMessage] + "…"
	}
	return strings.ToValidUTF8(strings.Join(strings.Fields(text), " "), "�")
}
