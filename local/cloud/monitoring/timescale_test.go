package monitoring

import (
	"testing"
	"time"
)

func TestTimescale(t *testing.T) {
	for _, tt := range []struct {
		speed    int
		at, want time.Duration
	}{
		{0, time.Hour, time.Hour}, {1, -time.Hour, -time.Hour}, {60, time.Second, time.Minute}, {60, -time.Minute, -time.Hour},
	} {
		s := newTimescale(noon, tt.speed)
		in := s.in(noon.Add(tt.at))
		if got := in.Sub(noon); got != tt.want {
			t.Errorf("speed %d: %v comes in as %v, want %v", tt.speed, tt.at, got, tt.want)
		}
		if out := s.out(in).Sub(noon); out != tt.at {
			t.Errorf("speed %d: %v comes out as %v", tt.speed, tt.at, out)
		}
		if !s.in(time.Time{}).IsZero() || !s.out(time.Time{}).IsZero() {
			t.Errorf("speed %d: no time has become one", tt.speed)
		}
	}
	far := newTimescale(noon, 3600)
	if in := far.in(noon.AddDate(50, 0, 0)); in.Before(noon.AddDate(200, 0, 0)) {
		t.Errorf("the far future comes in as %v", in)
	}
	if in := far.in(noon.AddDate(-50, 0, 0)); in.After(noon.AddDate(-200, 0, 0)) {
		t.Errorf("the far past comes in as %v", in)
	}
}

func TestTheTimescaleGoesByTheWallClock(t *testing.T) {
	s := newTimescale(time.Now(), 60)
	if s.start != s.start.Round(0) {
		t.Error("its start has a reading of the monotonic clock, which stands while the machine sleeps")
	}
}
