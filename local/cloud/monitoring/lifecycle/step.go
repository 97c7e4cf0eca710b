package lifecycle

import (
	"maps"
	"slices"
	"time"
)

// Step moves the state on by the minute that ends at the given time.
func (s *State) Step(rule Rule, at time.Time, seen []Observation) []Message {
	observed := map[string]*Observation{}
	for i := range seen {
		observed[Key(seen[i].Dimensions)] = &seen[i]
	}
	next := map[string]Stream{}
	var messages []Message
	var cleared, reset int
	for _, key := range slices.Sorted(maps.Keys(s.known(observed))) {
		before := s.Streams[key]
		stream := before.advance(rule, at, observed[key])
		stopped := before.Firing && !stream.Firing
		absent := stopped && observed[key] == nil
		if absent {
			reset++
		} else if stopped {
			cleared++
		}
		if rule.Split {
			messages = append(messages, stream.speak(rule, at, key, stopped, absent)...)
		}
		if !stream.forgettable(rule, absent) {
			next[key] = stream
		}
	}
	s.Streams = next
	firing := s.Active()
	if s.Firing != (len(firing) > 0) {
		s.Firing, s.Since = len(firing) > 0, at
	}
	if rule.Split {
		return messages
	}
	kind := s.Told.next(rule, at, len(firing) > 0, cleared+reset > 0, cleared == 0)
	if kind == "" {
		return nil
	}
	message := Message{Type: kind, At: at, Streams: firing, Total: len(firing)}
	if !kind.Firing() {
		message.Total = cleared + reset
	}
	return []Message{message}
}

// known are the keys of the streams that the state or the minute has.
func (s *State) known(observed map[string]*Observation) map[string]bool {
	keys := map[string]bool{}
	for key := range s.Streams {
		keys[key] = true
	}
	for key := range observed {
		keys[key] = true
	}
	return keys
}

// advance is the stream after a minute; without an observation it had no data in it.
func (s Stream) advance(rule Rule, at time.Time, o *Observation) Stream {
	was := s.Firing
	if o == nil {
		s.Absent, s.True = s.Absent+1, 0
		s.Firing = was && s.Absent < InternalReset
	} else {
		s.Dimensions, s.Value, s.Absent = o.Dimensions, o.Value, 0
		s.True++
		if !o.True {
			s.True = 0
		}
		s.Firing = o.True && (was || s.True >= rule.Pending)
	}
	if s.Firing != was {
		s.Since = at
	}
	return s
}

// speak is what a stream of a split alarm has to say.
func (s *Stream) speak(rule Rule, at time.Time, key string, stopped, absent bool) []Message {
	kind := s.Told.next(rule, at, s.Firing, stopped, absent)
	if kind == "" {
		return nil
	}
	return []Message{{Type: kind, At: at, Stream: key, Streams: []Stream{*s}, Total: 1}}
}

// forgettable streams neither fire nor are about to, and have nothing left to say. A
// split alarm shows those that have fired until they are absent: Monitoring stops
// tracking streams that it has reset.
func (s Stream) forgettable(rule Rule, reset bool) bool {
	if s.Firing || s.True > 0 || (rule.Split && s.Told.Firing) {
		return false
	}
	return !rule.Split || s.Since.IsZero() || reset || s.Absent >= InternalReset
}

// next is the type of the message that is due, if any. What stopped firing at this
// minute either was clear or, with absent, had no data for the whole reset period.
func (t *Told) next(rule Rule, at time.Time, firing, stopped, absent bool) Type {
	if stopped {
		t.Reset = absent
	}
	if rule.Silent {
		if !rule.CatchUp {
			t.Firing = firing
		}
		return ""
	}
	var kind Type
	switch {
	case firing && !t.Firing:
		kind = OKToFiring
	case !firing && t.Firing && t.Reset:
		kind = Reset
	case !firing && t.Firing:
		kind = FiringToOK
	case firing && rule.Repeat > 0 && at.Sub(t.At) >= rule.Repeat:
		kind = Repeat
	default:
		return ""
	}
	t.Firing, t.At = firing, at
	return kind
}
