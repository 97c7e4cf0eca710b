package api

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/signature"
)

// MaxBody is the largest body read, in bytes: what a function may be sent
// (OCI Functions: limits). No control plane takes more.
const MaxBody = 6 << 20

// Handler answers one call.
type Handler func(*Call) (*Answer, error)

// Route is one operation of a service.
type Route struct {
	Pattern      string // net/http's, with a method
	Handler      Handler
	ForResources bool   // resource principals may call; the handler asks IAM
	ForAnyone    bool   // needs no signature; the handler has another proof, such as a token in the link
	TooLarge     string // error code for a body over MaxBody; PayloadTooLarge by default
}

// Verifier says who sent a request.
type Verifier interface {
	Verify(r *http.Request, body []byte) (signature.Principal, error)
}

// Server is the http.Handler over all services.
type Server struct {
	mux      *http.ServeMux
	verifier Verifier
	log      *slog.Logger
}

// NewServer has no routes yet. What goes wrong inside is written to log.
func NewServer(verifier Verifier, log *slog.Logger) *Server {
	s := &Server{mux: http.NewServeMux(), verifier: verifier, log: log}
	s.Handle(Route{Pattern: "/", Handler: func(c *Call) (*Answer, error) {
		return nil, NotSimulated("%s %s", c.Request.Method, c.Request.URL.Path)
	}})
	return s
}

// Handle adds a route. Two routes of one pattern are a mistake in the program and panic.
func (s *Server) Handle(route Route) {
	s.mux.HandleFunc(route.Pattern, func(w http.ResponseWriter, r *http.Request) {
		call := &Call{Request: r, ID: requestID(r)}
		answer, err := s.answer(route, call)
		if err != nil {
			answer = s.errorAnswer(call, err)
		}
		s.write(w, call, answer)
	})
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func (s *Server) answer(route Route, c *Call) (*Answer, error) {
	var err error
	if c.Body, err = io.ReadAll(http.MaxBytesReader(nil, c.Request.Body, MaxBody)); err != nil {
		return nil, bodyError(route, err)
	}
	if route.ForAnyone {
		return route.Handler(c)
	}
	if c.Caller, err = s.verifier.Verify(c.Request, c.Body); err != nil {
		return nil, NotAuthenticated(err)
	}
	if !c.Caller.IsUser() && !route.ForResources {
		return nil, NotFound("operation", c.Request.Method+" "+c.Request.URL.Path)
	}
	return route.Handler(c)
}

func bodyError(route Route, err error) error {
	var tooLarge *http.MaxBytesError
	if !errors.As(err, &tooLarge) {
		return InvalidParameter("the body could not be read: %v", err)
	}
	code := route.TooLarge
	if code == "" {
		code = "PayloadTooLarge"
	}
	return Errorf(http.StatusRequestEntityTooLarge, code, "the body is larger than %d bytes", MaxBody)
}

func (s *Server) errorAnswer(c *Call, err error) *Answer {
	var known *Error
	if !errors.As(err, &known) {
		s.log.Error("call failed", "method", c.Request.Method, "path", c.Request.URL.Path, "opc-request-id", c.ID, "error", err)
		known = Errorf(http.StatusInternalServerError, "InternalServerError", "the local cloud failed: %v", err)
	}
	return &Answer{Status: known.Status, Body: map[string]string{"code": known.Code, "message": known.Message}}
}

func (s *Server) write(w http.ResponseWriter, c *Call, a *Answer) {
	body, raw := a.Body.([]byte)
	if !raw && a.Body != nil {
		var err error
		if body, err = json.Marshal(a.Body); err != nil {
			s.log.Error("answer cannot be written", "opc-request-id", c.ID, "error", err)
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
	}
	for name, values := range a.Header {
		w.Header()[name] = values
	}
	w.Header().Set("Opc-Request-Id", c.ID)
	status := a.Status
	if status == 0 {
		status = http.StatusOK
		if a.Body == nil {
			status = http.StatusNoContent
		}
	}
	if status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(status)
	w.Write(body) // whoever hung up does not want to know
}

var plainID = regexp.MustCompile(`^[A-Za-z0-9/._-]{1,128}$`)

// requestID keeps the caller's id, so that the two sides' logs can be joined.
func requestID(r *http.Request) string {
	if id := r.Header.Get("Opc-Request-Id"); plainID.MatchString(id) {
		return id
	}
	var random [16]byte
	rand.Read(random[:])
	return strings.ToUpper(hex.EncodeToString(random[:]))
}
