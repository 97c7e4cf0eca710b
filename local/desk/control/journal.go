package control

import (
	"net/http"
	"sync"
	"time"
)

// Entry is one call. It has neither bodies nor credentials, and of long texts
// the beginning.
type Entry struct {
	Sequence   int64     `json:"sequence"`
	Time       time.Time `json:"time"` // when it arrived
	Method     string    `json:"method"`
	Override   string    `json:"override,omitempty"` // X-HTTP-Method-Override
	Path       string    `json:"path"`
	Query      string    `json:"query,omitempty"`  // as it was sent, without secrets
	Status     int       `json:"status,omitempty"` // 0: no answer (yet)
	Context    string    `json:"applicationContext,omitempty"`
	Suppressed []string  `json:"suppressed,omitempty"`
	Fault      Kind      `json:"fault,omitempty"`
	Carried    int       `json:"carriedOut,omitempty"` // with commit-then-…: what the answer would have been
}

// journalSize is how many entries are kept; the count goes on.
const journalSize = 10_000

// Journal is the latest calls. It answers requests for itself.
type Journal struct {
	mu      sync.Mutex
	entries []*Entry
	count   int64
}

// begin notes a call when it arrives, so that whoever has its answer finds it here.
func (j *Journal) begin(e Entry) *Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.count++
	e.Sequence = j.count
	if len(j.entries) >= journalSize {
		j.entries = append(j.entries[:0:0], j.entries[journalSize/2:]...)
	}
	j.entries = append(j.entries, &e)
	return &e
}

// note changes an entry.
func (j *Journal) note(e *Entry, change func(*Entry)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	change(e)
}

// List is the calls since the journal began, and how many there were: more than
// are listed if the earliest are no longer kept.
func (j *Journal) List() (count int64, entries []Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	entries = make([]Entry, 0, len(j.entries))
	for _, e := range j.entries {
		entries = append(entries, *e)
	}
	return j.count, entries
}

// Clear begins the journal anew.
func (j *Journal) Clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries, j.count = nil, 0
}

// ServeHTTP answers GET with the calls and DELETE by beginning anew.
func (j *Journal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		count, entries := j.List()
		Write(w, http.StatusOK, struct {
			Count int64   `json:"count"`
			Items []Entry `json:"items"`
		}{count, entries})
	case http.MethodDelete:
		j.Clear()
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Allow", "DELETE, GET")
		Write(w, http.StatusMethodNotAllowed, refusal{"Use GET or DELETE"})
	}
}
