package monitoring

import (
	"math"
	"time"
)

// timescale is Monitoring's own time, in which alarms can live faster than life: it goes
// speed times as fast as the cloud's, from where both were the same. Everything that
// comes in is brought into it, everything that goes out, and all that is stored, is the
// cloud's time again. Zero times are no times and stay.
type timescale struct {
	start time.Time
	speed int
}

// newTimescale goes by the clock on the wall alone: a monotonic one may stand while the
// machine sleeps, and times from the store and from callers have none.
func newTimescale(start time.Time, speed int) timescale {
	return timescale{start.UTC().Round(0), max(speed, 1)}
}

// in brings a time of the cloud into Monitoring's.
func (s timescale) in(t time.Time) time.Time {
	if t.IsZero() || s.speed == 1 {
		return t.UTC()
	}
	since, longest := t.Sub(s.start), math.MaxInt64/time.Duration(s.speed)
	return s.start.Add(min(max(since, -longest), longest) * time.Duration(s.speed))
}

// out brings a time of Monitoring into the cloud's.
func (s timescale) out(t time.Time) time.Time {
	if t.IsZero() || s.speed == 1 {
		return t.UTC()
	}
	return s.start.Add(t.Sub(s.start) / time.Duration(s.speed))
}

// real is how long a duration of Monitoring's takes.
func (s timescale) real(d time.Duration) time.Duration { return d / time.Duration(s.speed) }
