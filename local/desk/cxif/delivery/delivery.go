package delivery

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/desk/store"
)

// kind names the deliveries in the store.
const kind = "deliveries"

// Outcome is how a delivery stands.
type Outcome string

// The outcomes.
const (
	Delivered Outcome = "delivered" // the listener took it
	Waiting   Outcome = "waiting"   // there will be an attempt
	Failed    Outcome = "failed"    // there will be none, unless it is asked for
)

// Delivery is an event on its way to one listener.
type Delivery struct {
	ID           string    `json:"id"`
	Registration string    `json:"registration"` // its id
	APIName      string    `json:"apiName"`
	APIVersion   string    `json:"apiVersion"`
	EventID      string    `json:"eventId"`   // the beginning, if it is long
	EventType    string    `json:"eventType"` // likewise
	URL          string    `json:"url"`       // the listener's
	Published    time.Time `json:"published"`
	Attempted    time.Time `json:"attempted,omitzero"` // the last time
	Attempts     int       `json:"attempts"`
	Status       int       `json:"status"` // HTTP status of the last attempt; 0: no answer (yet)
	Outcome      Outcome   `json:"outcome"`
	Error        string    `json:"error,omitempty"` // of the last attempt
}

// entry is a delivery as it is kept.
type entry struct {
	Delivery
	Event string    `json:"event"` // as it was published
	Left  int       `json:"left"`  // attempts that will still be made
	Due   time.Time `json:"due"`   // the next attempt, while it waits

	number int64 // in the store
}

func (e *entry) record() (store.Record, error) {
	text, err := json.Marshal(e)
	if err != nil {
		return store.Record{}, err
	}
	document, err := store.Decode(text)
	return store.Record{Kind: kind, ID: e.number, Document: document}, err
}

func entryOf(record *store.Record) (*entry, error) {
	text, err := json.Marshal(record.Document)
	if err != nil {
		return nil, err
	}
	e := &entry{number: record.ID}
	if err := json.Unmarshal(text, e); err != nil {
		return nil, fmt.Errorf("reading delivery %d: %w", record.ID, err)
	}
	return e, nil
}

const idPrefix = "delivery-"

func newID(number int64) string { return idPrefix + strconv.FormatInt(number, 10) }

// numberOf is the number in the store of the delivery with an id; 0 if none can have it.
func numberOf(id string) int64 {
	text, ok := strings.CutPrefix(id, idPrefix)
	number, err := strconv.ParseInt(text, 10, 64)
	if !ok || err != nil || newID(number) != id {
		return 0
	}
	return number
}
