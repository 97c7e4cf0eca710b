package gateway

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/runner"
)

// maxFunctionBody bounds a request for a function (API Gateway: Limits).
const maxFunctionBody = 6 << 20

// headerPrefix marks the client's headers among those a function gets, and a
// function's among those it answers.
const headerPrefix = "Fn-Http-H-"

// functionBackend is an ORACLE_FUNCTIONS_BACKEND.
type functionBackend struct{ functionID string }

func (b functionBackend) serve(x *exchange) *refusal {
	if refused := x.readBody(maxFunctionBody); refused != nil {
		return refused
	}
	call := runner.Call{ID: x.options.CallID(), Header: x.functionHeader(), Body: x.body}
	answer, err := x.options.Invoker.Invoke(x.r.Context(), x.options.Gateway, b.functionID, call)
	if err != nil {
		return b.failed(x, err)
	}
	status, header, ok := unwrap(answer.Header)
	if !ok {
		return b.refusal(http.StatusBadGateway, "functionBackend.badResponse",
			"the function answered status "+strconv.Quote(answer.Header.Get("Fn-Http-Status")))
	}
	header.Set("Fn-Call-Id", call.ID)
	x.answer(status, header, answer.Body)
	return nil
}

// callHeader is what every invocation by the gateway carries, as seen in
// published dumps of what functions get.
func (x *exchange) callHeader(body []byte) http.Header {
	g, sum := x.options.Gateway, sha256.Sum256(body)
	return http.Header{
		"Fn-Invoke-Type":             {"sync"},
		"Accept-Encoding":            {"gzip"},
		"Date":                       {x.options.Clock().UTC().Format(http.TimeFormat)},
		"Oci-Subject-Id":             {g.ID},
		"Oci-Subject-Type":           {"resource"},
		"Oci-Subject-Tenancy-Id":     {g.TenancyID},
		"Oci-Subject-Compartment-Id": {g.CompartmentID},
		"Opc-Request-Id":             {x.id},
		"X-Content-Sha256":           {base64.StdEncoding.EncodeToString(sum[:])},
	}
}

// functionHeader wraps the client's request. Only the gateway writes outside
// of Fn-Http-H-; a client's header that begins with Fn- is dropped, because an
// FDK takes the prefix off more than once.
func (x *exchange) functionHeader() http.Header {
	h := x.callHeader(x.body)
	target := x.r.URL.EscapedPath()
	if x.fidelity.FunctionPathDecoded {
		target = x.r.URL.Path
	}
	if q := x.query.String(); q != "" {
		target += "?" + q
	}
	h.Set("Fn-Intent", "httprequest")
	h.Set("Fn-Http-Method", x.r.Method)
	h.Set("Fn-Http-Request-Url", target)
	for name, values := range x.header {
		if x.fidelity.ClientFunctionHeadersDropped && strings.HasPrefix(name, "Fn-") {
			continue
		}
		h[headerPrefix+name] = values
	}
	h.Set(headerPrefix+"Host", x.r.Host)
	if len(x.body) > 0 {
		h.Set(headerPrefix+"Content-Length", strconv.Itoa(len(x.body)))
	}
	contentType := x.header.Get("Content-Type")
	if contentType == "" {
		contentType = "application/octet-stream"
	}
	h.Set("Content-Type", contentType)
	return h
}

// unwrap finds the client's answer in a function's: the status of
// Fn-Http-Status, or 200 without one, and the headers that are for the client.
func unwrap(answered http.Header) (status int, h http.Header, ok bool) {
	status, h = http.StatusOK, http.Header{}
	if s := answered.Get("Fn-Http-Status"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 200 || n > 599 {
			return 0, nil, false
		}
		status = n
	}
	for name, values := range answered {
		if client, ok := strings.CutPrefix(name, headerPrefix); ok && client != "Content-Length" {
			h[client] = values
		}
	}
	if contentType := answered.Values("Content-Type"); contentType != nil {
		h["Content-Type"] = contentType
	}
	return status, h, true
}

// failed maps a failed invocation to what the client sees. 502 and 504 are
// documented as such in the metrics' examples; the others are switched.
func (b functionBackend) failed(x *exchange, err error) *refusal {
	var failed *runner.Error
	if !errors.As(err, &failed) {
		return b.refusal(http.StatusInternalServerError, "functionBackend.internalServiceError", err.Error())
	}
	switch failed.Status {
	case http.StatusNotFound:
		return b.refusal(x.fidelity.BackendUnauthorizedStatus, "functionBackend.notFoundOrNotAuthorized", err.Error())
	case http.StatusTooManyRequests:
		return b.refusal(x.fidelity.BackendThrottledStatus, "functionBackend.rateLimited", err.Error())
	case http.StatusBadGateway:
		return b.refusal(http.StatusBadGateway, "functionBackend.badGateway", err.Error())
	case http.StatusServiceUnavailable:
		return b.refusal(x.fidelity.BackendUnavailableStatus, "functionBackend.serviceUnavailable", err.Error())
	case http.StatusGatewayTimeout:
		return b.refusal(http.StatusGatewayTimeout, "functionBackend.timeout", err.Error())
	}
	return b.refusal(http.StatusInternalServerError, "functionBackend.internalServiceError", err.Error())
}

func (b functionBackend) refusal(status int, code, detail string) *refusal {
	return &refusal{status: status, code: code, detail: detail, subject: b.functionID, level: levelError}
}
