package main

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/shared/alarm"
)

// state is what the ledger keeps of an alarm. A row may have 512 KB (Oracle NoSQL Database Cloud Service: limits); with the
// bounds below it has at most about half of that.
type state struct {
	Newest   position            `json:"newest"`             // of the messages that were seen
	Severity alarm.Severity      `json:"severity,omitempty"` // of the newest message
	Complete bool                `json:"complete,omitempty"` // the newest message named all that fires
	Cases    map[string]*tracked `json:"cases"`              // by the incidents' keys
	Untold   []untold            `json:"untold,omitempty"`
	Seen     []mark              `json:"seen,omitempty"`

	// Unfinished are messages that failed halfway, by their positions: what they say may have been written all the same.
	Unfinished map[string]unfinished `json:"unfinished,omitempty"`
}

// tracked is an incident that follows an alarm, or one resource of it.
type tracked struct {
	Incident  int64             `json:"incident,omitempty,string"` // its id; 0 if there is none. A text, as numbers in the ledger are floating point
	Status    string            `json:"status,omitempty"`          // which it was last given here; "" if that is not known
	Newest    position          `json:"newest"`                    // of the messages that it was told
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

// untold is an OK or a RESET that came when nothing fired: the message before it is late. It is told together with that.
type untold struct {
	At   position `json:"at"`
	Text string   `json:"text"`
}

// unfinished is a message that failed halfway.
type unfinished struct {
	At   int64    `json:"at"`             // when it failed, in seconds
	Told []string `json:"told,omitempty"` // keys of the incidents that were told it
}

// mark stands for a message that was seen: its time in milliseconds, its type's place in the order, and when it was seen, in
// seconds. There may be many of them, so they are short.
type mark [3]int64

const (
	maxAge       = 24 * time.Hour // for how long messages are remembered; Notifications delivers for 2 hours if not told otherwise
	maxSeen      = 1500           // a repeat a minute for a day
	maxUntold    = 128 << 10      // bytes
	maxCases     = 300
	maxResources = 300
	maxName      = 100 // characters of a resource's name
)

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
	if s.Unfinished == nil {
		s.Unfinished = map[string]unfinished{}
	}
	return s, err
}

func newMark(m *alarm.Message, now time.Time) mark {
	return mark{m.Time.UnixMilli(), int64(slices.Index(order, m.Type)), now.Unix()}
}

// seen tells whether the message came before, and was done with.
func (s *state) seen(m *alarm.Message) bool {
	wanted := newMark(m, time.Time{})
	return slices.ContainsFunc(s.Seen, func(known mark) bool { return known[0] == wanted[0] && known[1] == wanted[1] })
}

// interrupt remembers messages that failed halfway, as the ledger knows of them: a position a line.
func (s *state) interrupt(positions string, now time.Time) {
	for line := range strings.Lines(positions) {
		id := strings.TrimSuffix(line, "\n")
		if _, known := s.Unfinished[id]; !known {
			s.Unfinished[id] = unfinished{At: now.Unix()}
		}
	}
}

// waits tells whether a message has to wait for another one, which failed halfway not long ago.
func (s *state) waits(position string, now time.Time) bool {
	if _, failed := s.Unfinished[position]; failed {
		return false
	}
	for _, u := range s.Unfinished {
		if now.Sub(time.Unix(u.At, 0)) < patience {
			return true
		}
	}
	return false
}

// finish remembers a message that is done with.
func (s *state) finish(m *alarm.Message, now time.Time) {
	at := positionOf(m)
	s.Seen = append(s.Seen, newMark(m, now))
	delete(s.Unfinished, at.String())
	if s.Newest.before(at) {
		s.Newest, s.Complete = at, m.Complete
		s.Severity = cmp.Or(m.Severity, s.Severity)
	}
}

// prune forgets what is too old or too much. An incident that is forgotten is found again by its key, in B2C Service.
func (s *state) prune(now time.Time) {
	oldest := now.Add(-maxAge).Unix()
	s.Seen = slices.DeleteFunc(s.Seen, func(m mark) bool { return m[2] < oldest })
	s.Seen = s.Seen[max(0, len(s.Seen)-maxSeen):]
	maps.DeleteFunc(s.Unfinished, func(_ string, u unfinished) bool { return u.At < oldest })
	size := 0
	for i, u := range slices.Backward(s.Untold) {
		if size += len(u.Text); size > maxUntold {
			s.Untold = s.Untold[i+1:]
			break
		}
	}
	keys := slices.SortedFunc(maps.Keys(s.Cases), func(a, b string) int { return s.Cases[a].compare(s.Cases[b]) })
	for _, key := range keys[:max(0, len(keys)-maxCases)] {
		delete(s.Cases, key)
	}
}

// compare puts first what can be forgotten first: what does not fire, and of that the oldest.
func (t *tracked) compare(other *tracked) int {
	if t.Firing != other.Firing {
		if other.Firing {
			return -1
		}
		return 1
	}
	return t.Newest.compare(other.Newest)
}
