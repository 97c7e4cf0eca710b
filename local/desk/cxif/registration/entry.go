package registration

import (
	"github.com/go-json-experiment/json"

	"github.com/cxbridge/cxbridge/local/desk/store"
)

// kind names the registrations in the store.
const kind = "listenerRegistrations"

// Entry is a registration where it is kept.
type Entry struct {
	Workspace    string       `json:"workspace"` // empty: registered without naming one
	Hub          string       `json:"hub"`       // the path of the hub it was subscribed through; empty: none
	Registration Registration `json:"registration"`
	number       int64        // in the store
}

// record is the entry as it is stored.
func (e *Entry) record() (store.Record, error) {
	text, err := json.Marshal(e)
	if err != nil {
		return store.Record{}, err
	}
	document, err := store.Decode(text)
	return store.Record{Kind: kind, ID: e.number, Document: document}, err
}

// entryOf is the entry in a record.
func entryOf(record *store.Record) (*Entry, error) {
	text, err := json.Marshal(record.Document)
	if err != nil {
		return nil, err
	}
	e := &Entry{number: record.ID}
	return e, json.Unmarshal(text, e)
}
