package gateway

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"net/netip"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
)

// exchange is one request on its way through the gateway.
type exchange struct {
	options  Options
	fidelity fidelity.Switches
	w        *recorder
	r        *http.Request // as it came
	id       string        // opc-request-id
	client   netip.Addr
	began    time.Time

	deployment *deployment
	route      *route
	parameters map[string]string // request.path
	caller     identity          // request.auth and the scope

	header  http.Header // for the backend
	query   query       // for the backend
	body    []byte      // once read
	read    bool
	message string // for the access log
}

func newExchange(o Options, w http.ResponseWriter, r *http.Request) *exchange {
	x := &exchange{
		options: o, fidelity: o.Fidelity, w: &recorder{ResponseWriter: w}, r: r,
		id: o.RequestID(), began: o.Clock(),
	}
	if address, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		x.client = address.Addr().Unmap().WithZone("")
	}
	x.w.Header().Set("Opc-Request-Id", x.id)
	return x
}

func (x *exchange) answered() bool { return x.w.status != 0 }

// refusal is an answer the gateway gives itself.
type refusal struct {
	status  int
	message string      // for the client; empty takes the status's name
	raw     bool        // message is the whole body
	header  http.Header // besides the usual
	level   string      // of the execution log; empty takes ERROR from 500 up and WARN below
	code    string      // of the execution log
	detail  string      // for the execution log
	subject string      // the function it is about
}

func (x *exchange) refuse(r *refusal) {
	level := r.level
	switch {
	case level != "":
	case r.status >= 500:
		level = levelError
	default:
		level = levelWarn
	}
	x.log(level, r.code, r.detail, r.subject)
	x.message = r.detail
	if r.message == "" {
		r.message = http.StatusText(r.status)
	}
	body := []byte(r.message)
	h := x.w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	if !r.raw {
		body = errorBody(r.status, r.message)
		h.Set("Content-Type", "application/json")
	}
	for name, values := range r.header {
		h[name] = values
	}
	x.w.WriteHeader(r.status)
	x.w.Write(body)
}

func errorBody(status int, message string) []byte {
	body, err := json.Marshal(struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}{status, message})
	if err != nil {
		panic(err) // a number and a string
	}
	return body
}

// hasBody looks at the body's first byte where the client named no length.
func (x *exchange) hasBody() bool {
	if x.read || x.r.ContentLength >= 0 {
		return x.r.ContentLength > 0 || len(x.body) > 0
	}
	buffered := bufio.NewReader(x.r.Body)
	_, err := buffered.Peek(1)
	x.r.Body = readCloser{buffered, x.r.Body}
	return err == nil
}

type readCloser struct {
	io.Reader
	io.Closer
}

// readBody reads the whole body, once, up to a limit in bytes.
func (x *exchange) readBody(limit int64) *refusal {
	if x.read {
		return nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(x.w, x.r.Body, limit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return &refusal{status: http.StatusRequestEntityTooLarge, code: codeTooLarge, detail: "the request body is too large for its backend"}
	case err != nil:
		return &refusal{status: http.StatusBadRequest, code: codeUnreadable, detail: "the request body ended early"}
	}
	x.body, x.read = body, true
	x.r.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

func (x *exchange) logAccess() {
	entry := AccessEntry{
		Time: x.began, HTTPMethod: x.r.Method, RequestURI: x.r.RequestURI, ServerProtocol: x.r.Proto,
		BodyBytesSent: x.w.bytes, GatewayID: x.options.Gateway.ID, GatewayDisplayName: x.options.Gateway.DisplayName,
		HTTPUserAgent: x.r.UserAgent(), HTTPReferrer: x.r.Referer(), Message: x.message, OpcRequestID: x.id,
		RemoteAddr: x.client.String(), Status: x.w.status,
		RequestDuration: math.Round(x.options.Clock().Sub(x.began).Seconds()*1000) / 1000,
	}
	if x.deployment != nil {
		entry.DeploymentID = x.deployment.ID
	}
	x.options.Logger.Access(entry)
}

// recorder remembers what the access log tells.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController flush through.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
