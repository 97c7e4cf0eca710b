package b2c

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

// maxDetail caps what of an answer's explanation goes on, in bytes: it may repeat what was sent.
const maxDetail = 300

// result is what an answer is read into.
type result interface {
	// complete tells whether the answer held it. JSON that says something else is no answer of B2C Service, but of what stands in
	// front of it, and must not be taken for "there is none".
	complete() bool
}

// decode reads an answer: a 2xx into a result, unless that is nil, and everything else as an error.
func decode(call call, response *http.Response, body []byte, into result) error {
	if response.StatusCode/100 != 2 {
		return answerError(call, response.StatusCode, body)
	}
	if into == nil {
		return nil
	}
	err := json.Unmarshal(body, into)
	if err == nil && !into.complete() {
		err = errors.New("it holds neither an object nor a list")
	}
	if err != nil {
		return &Error{Call: call.String(), Status: response.StatusCode, Detail: "the answer is not the expected JSON: " + err.Error(),
			Hint: "check that b2cservice_hostname is a B2C Service site", uncertain: true}
	}
	return nil
}

// answerError reads an error's body. Not every layer in front of B2C Service answers JSON.
func answerError(call call, status int, body []byte) error {
	var answer struct {
		Title  string `json:"title"`
		Detail string `json:"detail"`
		Code   string `json:"o:errorCode"`
		Type   string `json:"type"`
	}
	failed := &Error{Call: call.String(), Status: status, uncertain: status >= 500}
	if err := json.Unmarshal(body, &answer); err == nil {
		failed.Code = answer.Code
		if at := strings.LastIndex(answer.Type, "OSC-CREST-"); failed.Code == "" && at >= 0 {
			failed.Code = answer.Type[at:]
		}
		detail := masked(strings.Trim(answer.Title+": "+answer.Detail, ": "))
		failed.Detail = strings.ToValidUTF8(detail[:min(len(detail), maxDetail)], "")
	}
	failed.Hint = hint(status, failed.Code)
	return failed
}
