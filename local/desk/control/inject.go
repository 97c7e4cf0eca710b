package control

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/desk/connect"
)

// Middleware keeps the journal of an API's calls and carries out the faults.
type Middleware struct {
	Next    http.Handler                                             // the API
	Refuse  func(w http.ResponseWriter, r *http.Request, fault Kind) // answers Throttle and Unauthorized as the API does
	ByPath  bool                                                     // only faults that match by path strike
	Plan    *Plan
	Journal *Journal
	Clock   func() time.Time
	Closing <-chan struct{} // closed when the desk closes
}

// cut keeps of a text what the journal has room for: maxText bytes.
func cut(text string) string { return text[:min(len(text), maxText)] }

const maxText = 2000

// secrets are where a client must not send them, such as client_secret (RFC 6749,
// section 2.3.1).
var secrets = regexp.MustCompile(`(?i)((?:^|&)[a-z_-]*(?:secret|password|token)=)[^&]*`)

func withoutSecrets(query string) string { return secrets.ReplaceAllString(query, "${1}********") }

// ServeHTTP notes one call and answers it, or does to it what is planned.
func (m *Middleware) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	entry := m.Journal.begin(Entry{
		Time: m.Clock().UTC(), Method: cut(r.Method), Override: cut(r.Header.Get("X-HTTP-Method-Override")),
		Path: cut(r.URL.Path), Query: cut(withoutSecrets(r.URL.RawQuery)),
		Context: cut(r.Header.Get("OSvC-CREST-Application-Context")), Suppressed: connect.Suppressed(r),
	})
	noted := &notingWriter{ResponseWriter: w, note: func(status int) {
		m.Journal.note(entry, func(e *Entry) { e.Status = status })
	}}
	fault, struck := m.Plan.Take(connect.Method(r), resource(r.URL.Path), m.ByPath)
	if struck {
		m.Journal.note(entry, func(e *Entry) { e.Fault = fault.Fault })
		m.strike(fault, noted, r, entry)
	} else {
		m.Next.ServeHTTP(noted, r)
	}
	noted.finish()
}

func (m *Middleware) strike(fault Fault, w http.ResponseWriter, r *http.Request, entry *Entry) {
	switch fault.Fault {
	case Throttle, Unauthorized:
		m.Refuse(w, r, fault.Fault)
	case Unavailable:
		w.WriteHeader(http.StatusServiceUnavailable)
	case NextRequestAfter:
		w.Header().Set("osvc-crest-next-request-after", strconv.Itoa(fault.DelayMS))
		m.Next.ServeHTTP(w, r)
	case CommitThen503:
		m.carryOut(r, entry)
		w.WriteHeader(http.StatusServiceUnavailable)
	case CommitThenReset:
		m.carryOut(r, entry)
		reset(w)
	case Slow:
		m.wait(r, time.After(fault.delay()))
		m.Next.ServeHTTP(w, r)
	case Hang:
		m.wait(r, nil)
	case Reset:
		reset(w)
	}
}

// carryOut does what the call asks for; nobody gets the answer.
func (m *Middleware) carryOut(r *http.Request, entry *Entry) {
	lost := &lostWriter{header: http.Header{}, status: http.StatusOK}
	m.Next.ServeHTTP(lost, r)
	m.Journal.note(entry, func(e *Entry) { e.Carried = lost.status })
}

// wait returns at a time. If the client goes or the desk closes before, it ends
// the connection: to return would be to answer 200.
func (m *Middleware) wait(r *http.Request, until <-chan time.Time) {
	// The server notices that a client has gone only when the body has been read.
	body, _ := io.ReadAll(io.LimitReader(r.Body, maxHeld))
	r.Body = io.NopCloser(bytes.NewReader(body))
	select {
	case <-until:
		return
	case <-r.Context().Done():
	case <-m.Closing:
	}
	panic(http.ErrAbortHandler)
}

// maxHeld is the largest body that is held while a call waits, in bytes.
const maxHeld = 16 << 20

// reset ends the connection so that the client gets an RST; where the connection
// cannot be had, as with HTTP/2, the stream is reset.
func reset(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if encrypted, ok := connection.(*tls.Conn); ok {
		connection = encrypted.NetConn()
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	connection.Close()
	panic(http.ErrAbortHandler) // there is nothing left to answer
}

// resource is what faults are matched with: of a path of the REST API what follows
// the version, such as /contacts/1/phones, and any other path as it is.
func resource(path string) string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(path, connect.Root), "/")
	return "/" + strings.Trim(rest, "/")
}

// notingWriter tells the status before the client can have it.
type notingWriter struct {
	http.ResponseWriter
	note  func(status int)
	noted bool
}

func (w *notingWriter) WriteHeader(status int) {
	if !w.noted {
		w.noted = true
		w.note(status)
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *notingWriter) Write(b []byte) (int, error) {
	w.finish()
	return w.ResponseWriter.Write(b)
}

// finish notes the 200 that the server answers when nothing was written.
func (w *notingWriter) finish() {
	if !w.noted {
		w.WriteHeader(http.StatusOK)
	}
}

// Unwrap is for http.ResponseController.
func (w *notingWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// lostWriter takes an answer that nobody gets.
type lostWriter struct {
	header http.Header
	status int
}

func (w *lostWriter) Header() http.Header         { return w.header }
func (w *lostWriter) Write(b []byte) (int, error) { return len(b), nil }
func (w *lostWriter) WriteHeader(status int)      { w.status = status }
