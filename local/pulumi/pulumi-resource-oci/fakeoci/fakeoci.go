package fakeoci

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// maxBody caps what is read of a request.
const maxBody = 4 << 20

// Object is a JSON object.
type Object = map[string]any

// Request is a call that was made.
type Request struct {
	Method, Path string
	Body         Object
	Header       http.Header
}

// Server is the fake. Its zero value is not usable: see New.
type Server struct {
	*httptest.Server

	// Fault, when set, may answer a call: a status other than 0 is sent with
	// the body, and nothing happens.
	Fault func(Request) (status int, body Object)

	mu       sync.Mutex
	count    int
	things   map[string]Object // by path
	work     map[string]Object // work requests by id
	requests []Request
}

// New starts a fake; close it with Close.
func New() *Server {
	s := &Server{things: map[string]Object{}, work: map[string]Object{}}
	s.Server = httptest.NewServer(http.HandlerFunc(s.handle))
	return s
}

// Requests are the calls so far that have the method, oldest first; all when
// the method is empty.
func (s *Server) Requests(method string) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.requests), func(r Request) bool { return method != "" && r.Method != method })
}

// Change alters the thing with the id, behind everyone's back.
func (s *Server) Change(id string, change Object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for path, thing := range s.things {
		if strings.HasSuffix(path, "/"+id) {
			maps.Copy(thing, change)
		}
	}
}

// Count says how many things there are that were not deleted.
func (s *Server) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, thing := range s.things {
		if thing["lifecycleState"] != "PENDING_DELETION" {
			n++
		}
	}
	return n
}

func (s *Server) handle(w http.ResponseWriter, r *http.Request) {
	request := Request{Method: r.Method, Path: r.URL.Path, Header: r.Header}
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err == nil && len(text) > 0 {
		err = json.Unmarshal(text, &request.Body)
	}
	if err != nil {
		answer(w, http.StatusBadRequest, problem("InvalidParameter", err.Error()))
		return
	}
	s.mu.Lock()
	s.requests = append(s.requests, request)
	fault := s.Fault
	s.mu.Unlock()
	if !strings.HasPrefix(r.Header.Get("Authorization"), "Signature ") {
		answer(w, http.StatusUnauthorized, problem("NotAuthenticated", "the request is not signed"))
		return
	}
	if fault != nil {
		if status, body := fault(request); status != 0 {
			answer(w, status, body)
			return
		}
	}
	s.serve(w, request)
}

var (
	action   = regexp.MustCompile(`^(.*)/actions/(\w+)$`)
	workPath = regexp.MustCompile(`/workRequests/([^/]+)$`)
)

func (s *Server) serve(w http.ResponseWriter, r Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	thing := s.things[r.Path]
	switch m, wr := action.FindStringSubmatch(r.Path), workPath.FindStringSubmatch(r.Path); {
	case r.Method == http.MethodGet && wr != nil:
		answer(w, http.StatusOK, s.work[wr[1]])
	case r.Method == http.MethodGet && strings.HasSuffix(r.Path, "/services"):
		answer(w, http.StatusOK, services)
	case r.Method == http.MethodGet && strings.HasSuffix(r.Path, "/regionSubscriptions"):
		answer(w, http.StatusOK, regions)
	case r.Method == http.MethodGet && r.Path == "/n":
		answer(w, http.StatusOK, "cxbridge")
	case r.Method == http.MethodGet && strings.HasSuffix(r.Path, "/securityRules"):
		answer(w, http.StatusOK, s.rules(r.Path))
	case r.Method == http.MethodPost && m != nil:
		s.act(w, m[1], m[2], r.Body)
	case r.Method == http.MethodPost:
		s.create(w, r)
	case thing == nil:
		answer(w, http.StatusNotFound, problem("NotAuthorizedOrNotFound", "not there"))
	case r.Method == http.MethodGet:
		answer(w, http.StatusOK, thing)
	case r.Method == http.MethodPut:
		change(thing, r.Body)
		s.async(w, r.Path, "UPDATED")
		answer(w, http.StatusOK, thing)
	case r.Method == http.MethodDelete:
		delete(s.things, r.Path)
		s.async(w, r.Path, "DELETED")
		answer(w, http.StatusNoContent, nil)
	}
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("opc-request-id", "fake-request")
	w.WriteHeader(status)
	if body != nil && status != http.StatusNoContent {
		json.NewEncoder(w).Encode(body)
	}
}

func problem(code, message string) Object { return Object{"code": code, "message": message} }

func (s *Server) newID(kind string) string {
	s.count++
	return fmt.Sprintf("ocid1.%s.oc1.iad.%04d", strings.ToLower(kind), s.count)
}
