package main

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/cxbridge/cxbridge/shared/alarm"
)

// position is where a message stands in the life of its alarm. The zero value is before all messages.
type position struct {
	Time int64      `json:"time"` // in milliseconds
	Type alarm.Type `json:"type"`
}

// order is the types' order within a minute, which may bring several: in the guide's example, firing and OK.
var order = []alarm.Type{alarm.OKToFiring, alarm.Repeat, alarm.Reset, alarm.FiringToOK}

func positionOf(m *alarm.Message) position { return position{m.Time.UnixMilli(), m.Type} }

// String identifies the message among those of its alarm: Monitoring's documentation takes messages with the same dedupeKey and
// time for the same one, but the guide's two differ in their types only.
func (p position) String() string { return strconv.FormatInt(p.Time, 10) + "/" + string(p.Type) }

func (p position) compare(other position) int {
	return cmp.Or(cmp.Compare(p.Time, other.Time), cmp.Compare(slices.Index(order, p.Type), slices.Index(order, other.Type)))
}

func (p position) before(other position) bool { return p.compare(other) < 0 }

func latest(a, b position) position {
	if a.before(b) {
		return b
	}
	return a
}
