// Package b2ctest is a small B2C Service for tests: contacts and incidents in memory, behind TLS, with every call recorded
// and faults on demand. What it answers follows the Connect REST API's documentation; of queries it understands the two
// that package b2c makes.
package b2ctest

import (
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// User and Password are what the server accepts at first.
const (
	User     = "cxbridge"
	Password = "correct horse"
)

// Call is a call that reached the server.
type Call struct {
	Method, Path, Query string // Path is below the version
	Header              http.Header
	Body                string
}

// Fault makes a call fail. Its zero value answers with an empty 200.
type Fault struct {
	Method, Path string // which call; "" for any
	Commit       bool   // do what was asked for, and fail only then
	Status       int
	Header       map[string]string
	Body         string
	Reset        bool // close the connection without an answer
	Hang         bool // answer when the client has gone
}

// Server is a B2C Service site.
type Server struct {
	server *httptest.Server

	mu       sync.Mutex
	password string
	calls    []Call
	faults   []Fault
	objects  map[string][]map[string]any // by collection
}

// New starts a server that ends with the test.
func New(t testing.TB) *Server {
	s := &Server{password: Password, objects: map[string][]map[string]any{}}
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
	call := Call{r.Method, parts[5], r.URL.Query().Get("q"), r.Header.Clone(), string(body)}
	fault, failing := s.record(call)
	if failing && !fault.Commit {
		fault.write(w, r)
		return
	}
	answer := httptest.NewRecorder()
	s.answer(answer, r, call)
	if failing {
		fault.write(w, r)
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

func (f Fault) write(w http.ResponseWriter, r *http.Request) {
	switch {
	case f.Reset:
		panic(http.ErrAbortHandler)
	case f.Hang:
		<-r.Context().Done()
	default:
		for name, value := range f.Header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(max(f.Status, http.StatusOK))
		io.WriteString(w, f.Body)
	}
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, call Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	user, password, _ := r.BasicAuth()
	context := r.Header.Get("OSvC-CREST-Application-Context")
	collection, id, single := strings.Cut(call.Path, "/")
	switch {
	case user != User || password != s.password:
		io.WriteString(w, Problem(w, http.StatusUnauthorized, "OSC-CREST-00014", "not authorised"))
	case context == "" || len(context) > 40:
		io.WriteString(w, Problem(w, http.StatusBadRequest, "OSC-CREST-00016", "application context"))
	case collection != "contacts" && collection != "incidents":
		io.WriteString(w, Problem(w, http.StatusNotFound, "OSC-CREST-00013", "unknown resource"))
	case r.Method == http.MethodPost:
		s.post(w, collection, call.Body)
	case single:
		s.get(w, collection, id)
	case strings.Count(call.Query, "'")%2 != 0:
		io.WriteString(w, Problem(w, http.StatusBadRequest, "OSC-CREST-00007", "unbalanced quote in "+call.Query))
	default:
		s.list(w, collection, call.Query)
	}
}

// Problem sets the status and returns an error's body.
func Problem(w http.ResponseWriter, status int, code, detail string) string {
	if w != nil {
		w.WriteHeader(status)
	}
	return fmt.Sprintf(`{"type":"https://site/services/rest/connect/exceptions/%s","title":"failed","status":%d,"detail":%q,"o:errorCode":%q}`,
		code, status, detail, code)
}

func (s *Server) post(w http.ResponseWriter, collection, body string) {
	var object map[string]any
	if err := json.Unmarshal([]byte(body), &object); err != nil {
		io.WriteString(w, Problem(w, http.StatusBadRequest, "OSC-CREST-00011", "malformed JSON"))
		return
	}
	if subject, _ := object["subject"].(string); len([]rune(subject)) > 240 {
		io.WriteString(w, Problem(w, http.StatusBadRequest, "OSC-CREST-00006", "Incident.Subject exceeds 240"))
		return
	}
	w.WriteHeader(http.StatusCreated)
	json.NewEncoder(w).Encode(s.create(collection, object))
}

func (s *Server) create(collection string, object map[string]any) map[string]any {
	id := int64(len(s.objects[collection]) + 101)
	object["id"] = id
	object["lookupName"] = fmt.Sprintf("260102-%06d", id)
	object["createdTime"] = time.Now().UTC().Format(time.RFC3339)
	s.objects[collection] = append(s.objects[collection], object)
	return object
}

func (s *Server) get(w http.ResponseWriter, collection, id string) {
	for _, object := range s.objects[collection] {
		if fmt.Sprint(object["id"]) == id {
			json.NewEncoder(w).Encode(object)
			return
		}
	}
	io.WriteString(w, Problem(w, http.StatusNotFound, "OSC-CREST-00013", "no such object"))
}

var literal = regexp.MustCompile(`'([^']*)'|= (\d+)`)

// list answers stubs of the objects that the query finds, the newest first.
func (s *Server) list(w http.ResponseWriter, collection, query string) {
	items := []map[string]any{}
	for _, object := range slices.Backward(s.objects[collection]) {
		for _, match := range literal.FindAllStringSubmatch(query, -1) {
			if has(object, match[1]+match[2]) {
				items = append(items, map[string]any{"id": object["id"], "lookupName": object["lookupName"], "createdTime": object["createdTime"]})
				break
			}
		}
	}
	json.NewEncoder(w).Encode(map[string]any{"items": items, "hasMore": false})
}

// has tells whether an object has a number with these digits, or a primary contact with this id.
func has(object map[string]any, wanted string) bool {
	if contact, ok := object["primaryContact"].(map[string]any); ok {
		id, _ := contact["id"].(float64)
		return strconv.FormatInt(int64(id), 10) == wanted
	}
	phones, _ := object["phones"].([]any)
	for _, phone := range phones {
		number, _ := phone.(map[string]any)["number"].(string)
		digits := strings.Map(func(c rune) rune {
			if '0' <= c && c <= '9' {
				return c
			}
			return -1
		}, number)
		if digits == wanted {
			return true
		}
	}
	return false
}
