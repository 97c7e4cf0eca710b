package lifecycle

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// State is an alarm's, as of the minute evaluated last. Its zero value has never seen
// anything.
type State struct {
	Streams map[string]Stream `json:"streams,omitempty"` // by Key
	Told    Told              `json:"told"`              // of the alarm as a whole, where it is grouped
	Firing  bool              `json:"firing"`            // any stream does
	Since   time.Time         `json:"since"`             // of the last change of Firing
}

// Stream is one metric stream of the alarm's query.
type Stream struct {
	Dimensions map[string]string `json:"dimensions"`
	Value      float64           `json:"value"`            // the latest
	True       int               `json:"true,omitempty"`   // true minutes in a row
	Absent     int               `json:"absent,omitempty"` // minutes without data in a row
	Firing     bool              `json:"firing"`
	Since      time.Time         `json:"since"` // of the last change of Firing; zero: there was none
	Told       Told              `json:"told"`  // where the alarm is split
}

// Told is what was said last.
type Told struct {
	Firing bool      `json:"firing"`
	At     time.Time `json:"at"`
	Reset  bool      `json:"reset,omitempty"` // what fires no more was absent, not clear
}

// Key identifies a stream by its dimensions.
func Key(dimensions map[string]string) string {
	text, _ := json.Marshal(dimensions) // keys come out sorted
	return string(text)
}

// Clone copies a state: the copy's streams may be changed.
func (s State) Clone() State {
	s.Streams = maps.Clone(s.Streams)
	return s
}

// Convert is the state with every time in it converted; zero times stay.
func (s State) Convert(convert func(time.Time) time.Time) State {
	s = s.Clone()
	s.Since, s.Told.At = convert(s.Since), convert(s.Told.At)
	for key, stream := range s.Streams {
		stream.Since, stream.Told.At = convert(stream.Since), convert(stream.Told.At)
		s.Streams[key] = stream
	}
	return s
}

// Active are the streams that fire, in the order of their keys.
func (s State) Active() []Stream {
	var list []Stream
	for _, key := range slices.Sorted(maps.Keys(s.Streams)) {
		if s.Streams[key].Firing {
			list = append(list, s.Streams[key])
		}
	}
	return list
}
