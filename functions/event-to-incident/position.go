package main

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// maxAhead is by how much an event's time may be ahead of the function's: by as much as a publisher's who writes its local time
// without an offset. With a time beyond that, an event would be newer than all that come after it, for long.
const maxAhead = 24 * time.Hour

// position is where an event stands in the life of its entity. The zero value is before all events.
type position struct {
	Time int64 // in milliseconds
	Rank int   // of what changed, for events of the same time: many publishers' times have seconds only
}

// time returns when what an event tells happened; not ok if it says no time, or one that cannot be.
func (d delivery) time(now time.Time) (t time.Time, ok bool) {
	return d.event.Time, !d.event.Time.IsZero() && d.event.Time.Sub(now) <= maxAhead
}

// positionOf returns where an event stands whose entity's newest is given. One without a time comes in the order of arrival, and
// so does one of which nothing else tells whether it is newer: next to the newest.
func positionOf(d delivery, newest position, now time.Time) position {
	t, ok := d.time(now)
	at := position{t.UnixMilli(), d.entity.Change.Rank()}
	if !ok || at == newest {
		at = position{newest.Time, newest.Rank + 1}
	}
	return at
}

func (p position) before(other position) bool {
	return cmp.Or(cmp.Compare(p.Time, other.Time), cmp.Compare(p.Rank, other.Rank)) < 0
}

func latest(a, b position) position {
	if a.before(b) {
		return b
	}
	return a
}

// MarshalText writes time and rank.
func (p position) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%d/%d", p.Time, p.Rank), nil
}

// UnmarshalText reads what MarshalText writes.
func (p *position) UnmarshalText(text []byte) error {
	milliseconds, rank, _ := strings.Cut(string(text), "/")
	at, err := strconv.ParseInt(milliseconds, 10, 64)
	if err == nil {
		p.Rank, err = strconv.Atoi(rank)
	}
	if err != nil {
		return fmt.Errorf("%.40q is no position of an event: %w", text, err)
	}
	p.Time = at
	return nil
}
