package main

import (
	"encoding/json"
	"maps"

	"github.com/cxbridge/cxbridge/shared/alarm"
	"github.com/cxbridge/cxbridge/shared/incidents"
	"github.com/cxbridge/cxbridge/shared/once"
)

// state is what the ledger keeps of an alarm. A row may have 512 KB (Oracle NoSQL Database Cloud Service: limits); with the
// bounds in remember.go it stays below that, even if all names are of characters of four bytes.
type state struct {
	Newest   position            `json:"newest"`             // of the messages that were seen
	Severity alarm.Severity      `json:"severity,omitempty"` // of the newest message
	Cleared  position            `json:"cleared"`            // of the newest message after which nothing fires that it does not name
	Cases    map[string]*tracked `json:"cases"`              // by the incidents' keys
	Untold   []untold            `json:"untold,omitempty"`
	once.Memory
}

// tracked is an incident that follows an alarm, or one resource of it.
type tracked struct {
	incidents.Known
	About     string            `json:"about,omitempty"` // the resource's name; "" if it is for the alarm
	Newest    position          `json:"newest"`          // of the messages that it was told
	Firing    bool              `json:"firing,omitempty"`
	Since     int64             `json:"since,omitempty"`     // when it began to fire, in milliseconds
	Resources map[string]firing `json:"resources,omitempty"` // that fire, as far as known, by hashes of their ids
	Repeats   int               `json:"repeats,omitempty"`   // counted, but not told yet
}

// firing is a resource that fires.
type firing struct {
	Name  string `json:"name"`
	Since int64  `json:"since"` // when a message named it first, in milliseconds
}

// untold is an OK or a RESET that came when nothing fired: the message before it is late. It is told together with that, if
// that comes.
type untold struct {
	At   position `json:"at"`
	Text string   `json:"text"`
}

// readState decodes a row's value. What cannot be read is as good as not known: B2C Service is looked into then.
func readState(value json.RawMessage) (*state, error) {
	s := &state{}
	var err error
	if value != nil {
		if err = json.Unmarshal(value, s); err != nil {
			s = &state{}
		}
	}
	if s.Cases == nil {
		s.Cases = map[string]*tracked{}
	}
	maps.DeleteFunc(s.Cases, func(_ string, c *tracked) bool { return c == nil })
	return s, err
}
