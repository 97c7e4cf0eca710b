package lifecycle

import "time"

// InternalReset is how many minutes a firing stream may be absent: Monitoring has no
// setting for it (Monitoring: About the Internal Reset Period).
const InternalReset = 10

// Rule is what of an alarm's definition decides about its life.
type Rule struct {
	Pending int           // true minutes in a row before a stream fires, at least 1
	Repeat  time.Duration // 0: never
	Split   bool          // each stream has messages of its own
	Silent  bool          // suppressed: the state moves on, nothing is said
	// CatchUp lets the first minute that is not silent say what has changed meanwhile;
	// otherwise that remains unsaid.
	CatchUp bool
}

// Observation is what the query gave for one stream in one minute. A stream without
// data has none.
type Observation struct {
	Dimensions map[string]string
	Value      float64
	True       bool
}

// Type says why a message is sent (Monitoring: Message Types).
type Type string

// The types there are.
const (
	OKToFiring Type = "OK_TO_FIRING"
	FiringToOK Type = "FIRING_TO_OK"
	Repeat     Type = "REPEAT"
	Reset      Type = "RESET"
)

// Firing says whether the alarm fires once a message of this type is sent.
func (t Type) Firing() bool { return t == OKToFiring || t == Repeat }

// Message is something to say.
type Message struct {
	Type    Type
	At      time.Time // the minute evaluated
	Stream  string    // key of the stream spoken of; grouped: empty
	Streams []Stream  // grouped: those that fire; split: the one
	Total   int       // how many fire, or, where none does any more, how many have just stopped
}
