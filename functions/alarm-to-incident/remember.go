package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/shared/alarm"
)

const (
	maxAge       = 24 * time.Hour // for how long messages are remembered; Notifications delivers for 2 hours if not told otherwise
	maxSeen      = 1500           // a repeat a minute for a day
	maxUntold    = 128 << 10      // bytes
	maxCases     = 300
	maxResources = 300
	maxName      = 100 // characters of a resource's name
)

// interrupt remembers messages that failed halfway, as the ledger knows of them: a position a line.
func (s *state) interrupt(positions string, now time.Time) {
	for line := range strings.Lines(positions) {
		var at position
		if at.UnmarshalText([]byte(strings.TrimSuffix(line, "\n"))) != nil {
			continue // not written here
		}
		if _, known := s.Unfinished[at]; !known {
			s.Unfinished[at] = unfinished{At: now.Unix()}
		}
	}
}

// waits tells whether a message has to wait for another one, which failed halfway not long ago.
func (s *state) waits(at position, now time.Time) bool {
	if _, failed := s.Unfinished[at]; failed {
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
	delete(s.Unfinished, at)
	if s.Newest.before(at) {
		s.Newest = at
		s.Severity = cmp.Or(m.Severity, s.Severity)
	}
	if m.Type == alarm.FiringToOK || m.Type.Firing() && m.Complete {
		s.Cleared = latest(s.Cleared, at)
	}
}

// prune forgets what is too old or too much. An incident that is forgotten is found again by its key, in B2C Service.
func (s *state) prune(now time.Time) {
	oldest := now.Add(-maxAge).Unix()
	s.Seen = slices.DeleteFunc(s.Seen, func(m mark) bool { return m.when < oldest })
	s.Seen = s.Seen[max(0, len(s.Seen)-maxSeen):]
	maps.DeleteFunc(s.Unfinished, func(_ position, u unfinished) bool { return u.At < oldest })
	s.Untold = slices.DeleteFunc(s.Untold, func(u untold) bool { return !s.Seen.has(u.At) })
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
