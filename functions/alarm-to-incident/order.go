package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cxbridge/cxbridge/shared/alarm"
)

// position is where a message stands in the life of its alarm. The zero value is before all messages.
type position struct {
	Time int64 // in milliseconds
	Type alarm.Type
}

// order is the types' order within a minute, which may bring several: in the guide's example, firing and OK.
var order = []alarm.Type{alarm.OKToFiring, alarm.Repeat, alarm.Reset, alarm.FiringToOK}

func positionOf(m *alarm.Message) position { return position{m.Time.UnixMilli(), m.Type} }

// String identifies the message among those of its alarm: Monitoring's documentation takes messages with the same dedupeKey and
// time for the same one, but the guide's two differ in their types only.
func (p position) String() string { return strconv.FormatInt(p.Time, 10) + "/" + string(p.Type) }

// mark is String in short: the time to the base of 36, and the type's place in the order.
func (p position) mark() string {
	return strconv.FormatInt(p.Time, 36) + "." + strconv.Itoa(slices.Index(order, p.Type))
}

// MarshalText writes what String returns.
func (p position) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what String returns.
func (p *position) UnmarshalText(text []byte) error {
	milliseconds, kind, _ := strings.Cut(string(text), "/")
	at, err := strconv.ParseInt(milliseconds, 10, 64)
	if err != nil {
		return fmt.Errorf("%.40q is no position of a message: %w", text, err)
	}
	*p = position{at, alarm.Type(kind)}
	return nil
}

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
