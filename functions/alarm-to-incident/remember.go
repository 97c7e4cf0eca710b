package main

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/cxbridge/cxbridge/shared/alarm"
)

const (
	maxAge       = 24 * time.Hour // for how long messages are remembered; Notifications delivers for 2 hours if not told otherwise
	maxSeen      = 1500           // a repeat a minute for a day
	maxUntold    = 80 << 10       // bytes
	maxCases     = 250
	maxResources = 250
	maxTold      = 700 // incidents to which messages were told that failed halfway; one message names fewer, in 64 KB
)

// advance remembers how far a message that is done with brings the alarm.
func (s *state) advance(m *alarm.Message) {
	at := positionOf(m)
	if s.Newest.before(at) {
		s.Newest = at
		s.Severity = cmp.Or(m.Severity, s.Severity)
	}
	if m.Type == alarm.FiringToOK || m.Type.Firing() && m.Complete {
		s.Cleared = latest(s.Cleared, at)
	}
}

// Prune forgets what is too old or too much. An incident that is forgotten is found again by its key, in B2C Service.
func (s *state) Prune(now time.Time) {
	s.Forget(now, maxAge, maxSeen)
	s.Untold = slices.DeleteFunc(s.Untold, func(u untold) bool { return !s.Seen.Has(u.At.mark()) })
	size := 0
	for i, u := range slices.Backward(s.Untold) {
		if size += len(u.Text); size > maxUntold {
			s.Untold = s.Untold[i+1:]
			break
		}
	}
	s.forgetTold()
	keys := slices.SortedFunc(maps.Keys(s.Cases), func(a, b string) int { return s.Cases[a].compare(s.Cases[b]) })
	for _, key := range keys[:max(0, len(keys)-maxCases)] {
		delete(s.Cases, key)
	}
}

// forgetTold forgets to which incidents messages were told that failed halfway, if those are too many: that can be found out in
// B2C Service, too.
func (s *state) forgetTold() {
	told := 0
	for _, a := range s.Unfinished {
		told += len(a.Told)
	}
	if told <= maxTold {
		return
	}
	for id, a := range s.Unfinished {
		a.Told = nil
		s.Unfinished[id] = a
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
