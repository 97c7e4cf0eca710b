//go:build engine

package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cxbridge/cxbridge/local/authority"
)

// site is a B2C Service that answers everything after a delay with what it has at hand: the sender of the guide's SMS is known,
// an alarm never is. The desk would measure itself.
type site struct {
	hostname string
	delay    atomic.Int64 // of each answer, in nanoseconds
	expected sync.Map     // by alarm's key, channels that are closed when its incident is there
}

// newSite starts a site whose certificate the stack's functions trust.
func newSite(s *stack) *site {
	s.t.Helper()
	ca, err := authority.Open(filepath.Join(s.engine.Checkout.Local(), "authority"), time.Now())
	if err != nil {
		s.t.Fatal(err)
	}
	site := &site{}
	server := httptest.NewUnstartedServer(site)
	if server.TLS, err = ca.ServerConfig(time.Now()); err != nil {
		s.t.Fatal(err)
	}
	server.StartTLS()
	s.t.Cleanup(server.Close)
	site.hostname = strings.TrimPrefix(server.URL, "https://")
	return site
}

// expect returns what is closed when the incident of an alarm is there.
func (s *site) expect(key string) <-chan struct{} {
	incident := make(chan struct{})
	s.expected.Store(key, incident)
	return incident
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the caller has gone
	}
	time.Sleep(time.Duration(s.delay.Load()))
	w.Header().Set("Content-Type", "application/json")
	switch {
	case r.Method == http.MethodPost:
		io.WriteString(w, `{"id":7,"lookupName":"260102-000007"}`)
		s.opened(body)
	case path.Base(r.URL.Path) == "queryResults":
		io.WriteString(w, `{"items":[{"tableName":"contacts","count":1,"columnNames":["id","phones.rawNumber","phones.number"],`+
			`"rows":[["101","15017122661","+15017122661"]]}]}`)
	default:
		io.WriteString(w, `{"items":[]}`)
	}
}

// opened tells who waits for an alarm's incident.
func (s *site) opened(incident []byte) {
	var record struct {
		CustomFields struct {
			OCI struct {
				Key string `json:"dedupe_key"`
			}
		}
	}
	if json.Unmarshal(incident, &record) != nil {
		return
	}
	if expected, ok := s.expected.LoadAndDelete(record.CustomFields.OCI.Key); ok {
		close(expected.(chan struct{}))
	}
}
