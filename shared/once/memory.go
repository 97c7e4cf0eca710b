package once

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Patience is for how long a row's messages wait for one that failed halfway. Notifications delivers that one again at once, and
// after 1, 3 and 7 minutes.
const Patience = 5 * time.Minute

// maxUnfinished is for how long a message that failed halfway is known as such.
const maxUnfinished = 24 * time.Hour

// Memory is what a row remembers of messages.
type Memory struct {
	Seen Seen `json:"seen,omitempty"`
	// Unfinished are messages that failed halfway, by their ids: what they say may have been written all the same.
	Unfinished map[string]Attempt `json:"unfinished,omitempty"`
}

// Attempt is a message that failed halfway.
type Attempt struct {
	At   int64    `json:"at"`             // when it failed, in seconds
	Told []string `json:"told,omitempty"` // what was done with before it failed, for its function to know
}

// Again tells whether a message has failed halfway before.
func (m *Memory) Again(id string) bool {
	_, failed := m.Unfinished[id]
	return failed
}

// Attempt remembers what was done of a message that is about to fail halfway.
func (m *Memory) Attempt(id string, a Attempt) {
	if m.Unfinished == nil {
		m.Unfinished = map[string]Attempt{}
	}
	m.Unfinished[id] = a
}

// Interrupt remembers messages that failed halfway, as the ledger knows of them: an id a line.
func (m *Memory) Interrupt(ids string, now time.Time) {
	for line := range strings.Lines(ids) {
		if id := strings.TrimSuffix(line, "\n"); !m.Again(id) {
			m.Attempt(id, Attempt{At: now.Unix()})
		}
	}
}

// Forget forgets what is too old: messages that were seen before some time, and all of them but the last most; and messages that
// failed halfway more than a day ago, as those will hardly come again.
func (m *Memory) Forget(now time.Time, seen time.Duration, most int) {
	oldest := now.Add(-seen).Unix()
	m.Seen = slices.DeleteFunc(m.Seen, func(known Mark) bool { return known.When < oldest })
	m.Seen = m.Seen[max(0, len(m.Seen)-most):]
	oldest = now.Add(-maxUnfinished).Unix()
	maps.DeleteFunc(m.Unfinished, func(_ string, a Attempt) bool { return a.At < oldest })
}

// waits tells whether a message has to wait for another one, which failed halfway not long ago.
func (m *Memory) waits(id string, now time.Time) bool {
	if m.Again(id) {
		return false
	}
	for _, a := range m.Unfinished {
		if now.Sub(time.Unix(a.At, 0)) < Patience {
			return true
		}
	}
	return false
}

// fail remembers when a message failed halfway.
func (m *Memory) fail(id string, now time.Time) {
	a := m.Unfinished[id]
	a.At = now.Unix()
	m.Attempt(id, a)
}

// Finish remembers a message that is done with.
func (m *Memory) Finish(message Message, now time.Time) {
	m.Seen = append(m.Seen, Mark{message.Mark, now.Unix()})
	delete(m.Unfinished, message.ID)
}
