// Package problem has the errors that B2C Service's REST API answers with: their
// codes, titles and HTTP statuses (Connect REST API: Exceptions, Error Codes).
package problem

import (
	"fmt"
	"net/http"
)

// Problem is a request's refusal. It is an error; its text is the detail.
type Problem struct {
	Code   Code // empty for what is not simulated
	Status int
	Detail string
}

// Error is the detail.
func (p *Problem) Error() string { return p.Detail }

// Code is an error code such as OSC-CREST-00006.
type Code string

// The codes that are answered with. The others of the documentation are known by
// their title only.
const (
	UnknownCode     Code = "OSC-CREST-00001"
	Method          Code = "OSC-CREST-00002"
	Version         Code = "OSC-CREST-00003"
	Write           Code = "OSC-CREST-00006"
	Query           Code = "OSC-CREST-00007"
	Internal        Code = "OSC-CREST-00008"
	Delete          Code = "OSC-CREST-00009"
	NoData          Code = "OSC-CREST-00010"
	JSON            Code = "OSC-CREST-00011"
	UnknownResource Code = "OSC-CREST-00013"
	Unauthorized    Code = "OSC-CREST-00014"
	Unsupported     Code = "OSC-CREST-00016"
	Throttled       Code = "OSC-CREST-00035"
)

type meaning struct {
	title  string
	status int
}

// meanings are the documented codes. Documented statuses are those of 00006 and
// 00007 (400) and of 00035 (503); the rest is what HTTP suggests.
var meanings = map[Code]meaning{
	UnknownCode:       {"An unrecognized exception code was used", http.StatusNotFound},
	Method:            {"An unsupported HTTP method was used", http.StatusMethodNotAllowed},
	Version:           {"An unsupported version of Connect REST API was used", http.StatusNotFound},
	"OSC-CREST-00004": {"The requested version of Connect REST API could not be loaded", http.StatusInternalServerError},
	"OSC-CREST-00005": {"An attempt to read a resource failed", http.StatusNotFound},
	Write:             {"An attempt to write a resource failed", http.StatusBadRequest},
	Query:             {"An invalid query parameter was used", http.StatusBadRequest},
	Internal:          {"An internal error occurred", http.StatusInternalServerError},
	Delete:            {"A resource could not be deleted", http.StatusBadRequest},
	NoData:            {"No POST data was found in the request", http.StatusBadRequest},
	JSON:              {"Bad JSON syntax was found in the request", http.StatusBadRequest},
	"OSC-CREST-00012": {"A resource could not be created", http.StatusBadRequest},
	UnknownResource:   {"The resource identified in the URI was not recognized", http.StatusNotFound},
	Unauthorized:      {"Not authorized to use this site", http.StatusUnauthorized},
	"OSC-CREST-00015": {"The Connect REST API is not enabled", http.StatusForbidden},
	Unsupported:       {"The Connect REST API was accessed in an unsupported manner", http.StatusBadRequest},
	"OSC-CREST-00017": {"An unsupported language was requested", http.StatusBadRequest},
	"OSC-CREST-00018": {"Metadata cannot be read through a relationship", http.StatusBadRequest},
	Throttled:         {"The request was throttled", http.StatusServiceUnavailable},
}

// New is a problem of a code, with the code's usual status.
func New(code Code, format string, args ...any) *Problem {
	return &Problem{Code: code, Status: meanings[code].status, Detail: fmt.Sprintf(format, args...)}
}

// NotSimulated is the answer to what B2C Service does and this simulator does not.
func NotSimulated(format string, args ...any) *Problem {
	return &Problem{Status: http.StatusNotImplemented, Detail: "Not simulated: " + fmt.Sprintf(format, args...)}
}

// With is the same problem under another HTTP status.
func (p *Problem) With(status int) *Problem {
	changed := *p
	changed.Status = status
	return &changed
}

// Title is the code's summary.
func (c Code) Title() string {
	if c == "" {
		return "This part of B2C Service is not simulated"
	}
	return meanings[c].title
}

// Codes are all documented codes with a meaning.
func Codes() []Code {
	codes := make([]Code, 0, len(meanings))
	for code := range meanings {
		codes = append(codes, code)
	}
	return codes
}
