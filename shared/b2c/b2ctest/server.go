// Package b2ctest is a small B2C Service for tests: contacts and incidents in memory, behind TLS, with every call recorded
// and faults on demand. What it answers follows the Connect REST API's documentation; of queries it understands those that
// package b2c makes: contacts by their numbers or e-mail addresses, as a table, threads of an incident, likewise, and incidents by
// their contact and their custom fields. Statuses and severities are those of a new site.
package b2ctest

import (
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/wait/waittest"
)

// User and Password are what the server accepts at first.
const (
	User     = "cxbridge"
	Password = "correct horse"
)

// Call is a call that reached the server.
type Call struct {
	Method, Path, Query string // Path is below the version, Query is ROQL
	Header              http.Header
	Body                string
}

// Server is a B2C Service site.
type Server struct {
	// Patience is that of the clients that have its WithTimeout: they wait until a call hangs, however long that takes.
	Patience waittest.Patience
	// Clock tells the site's time: the real one, unless it is set before the first call.
	Clock func() time.Time

	server *httptest.Server

	mu       sync.Mutex
	password string
	calls    []Call
	faults   []Fault
	objects  map[string][]map[string]any // by collection
}

// New starts a server that ends with the test.
func New(t testing.TB) *Server {
	s := &Server{Clock: time.Now, password: Password, objects: map[string][]map[string]any{}}
	s.server = httptest.NewUnstartedServer(s)
	s.server.Config.ErrorLog = nil
	s.server.StartTLS()
	t.Cleanup(s.server.Close)
	return s
}

// Hostname returns the server's host and port.
func (s *Server) Hostname() string { return strings.TrimPrefix(s.server.URL, "https://") }

// RootCAs returns the authority of the server's certificate.
func (s *Server) RootCAs() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(s.server.Certificate())
	return pool
}

func (s *Server) now() string { return s.Clock().UTC().Format(time.RFC3339) }

// SetPassword changes the account's password.
func (s *Server) SetPassword(password string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.password = password
}

// Fail queues faults. A call meets the first one that is for it, which is then spent.
func (s *Server) Fail(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, faults...)
}

// AddContact stores a contact with a mobile number and returns its id.
func (s *Server) AddContact(number string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	contact := s.create("contacts", map[string]any{"phones": []any{map[string]any{"number": number}}})
	return contact["id"].(int64)
}

// AddContactWithEmail stores a contact with an e-mail address and returns its id. That no other contact has it is not checked.
func (s *Server) AddContactWithEmail(address string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	contact := s.create("contacts", map[string]any{"emails": []any{map[string]any{"address": address}}})
	return contact["id"].(int64)
}

// Calls returns what was called, in order, as "GET contacts".
func (s *Server) Calls() []string {
	var names []string
	for _, call := range s.Recorded() {
		names = append(names, call.Method+" "+call.Path)
	}
	return names
}

// Recorded returns the calls in full.
func (s *Server) Recorded() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Objects returns what a collection holds, "contacts" or "incidents".
func (s *Server) Objects(collection string) []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.objects[collection])
}

// ServeHTTP answers a call.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	parts := strings.SplitN(r.URL.Path, "/", 6) // "", services, rest, connect, version, rest
	if len(parts) < 6 {
		http.NotFound(w, r)
		return
	}
	values := r.URL.Query()
	call := Call{r.Method, strings.TrimSuffix(parts[5], "/"), values.Get("q") + values.Get("query"), r.Header.Clone(), string(body)}
	fault, failing := s.record(call)
	if failing && !fault.Commit {
		s.fail(fault, w, r)
		return
	}
	answer := httptest.NewRecorder()
	s.answer(answer, r, call)
	if failing {
		s.fail(fault, w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(answer.Code)
	w.Write(answer.Body.Bytes())
}

func (s *Server) record(call Call) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, call)
	for i, fault := range s.faults {
		if (fault.Method == "" || fault.Method == call.Method) && (fault.Path == "" || fault.Path == call.Path) {
			s.faults = slices.Delete(s.faults, i, i+1)
			return fault, true
		}
	}
	return Fault{}, false
}
