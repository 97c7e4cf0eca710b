package b2c_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/b2c/b2ctest"
)

func TestThrottledGet(t *testing.T) {
	bare := b2ctest.Fault{Status: 503, Body: "<html>Service Unavailable</html>"}
	tests := []struct {
		name   string
		faults []b2ctest.Fault
		calls  int
		status int // 0 means that it succeeds in the end
	}{
		{"once", []b2ctest.Fault{throttled}, 2, 0},
		{"three times", []b2ctest.Fault{throttled, bare, throttled}, 4, 0},
		{"four times", []b2ctest.Fault{throttled, throttled, throttled, throttled}, 4, 503},
		{"another error is not repeated", []b2ctest.Fault{{Status: 500}}, 1, 500},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newSite(t, nil)
			s.Fail(test.faults...)
			_, err := s.client.FindContactByPhone(t.Context(), number)
			var failed *b2c.Error
			if errors.As(err, &failed) != (test.status != 0) || failed != nil && failed.Status != test.status {
				t.Errorf("error = %v, want status %d", err, test.status)
			}
			if got := len(s.Calls()); got != test.calls {
				t.Errorf("%d calls, want %d", got, test.calls)
			}
			for i, slept := range s.clock.Slept() {
				if least := time.Second << i; slept < least || slept > least*7/5 {
					t.Errorf("pause %d took %v, want %v and up to 40 %% more", i+1, slept, least)
				}
			}
		})
	}
}

func TestNextRequestAfter(t *testing.T) {
	for header, want := range map[string]time.Duration{"9000": 9 * time.Second, "2000000000": time.Minute} {
		s := newSite(t, nil)
		fault := throttled
		fault.Header = map[string]string{"osvc-crest-next-request-after": header}
		s.Fail(fault)
		if _, err := s.client.FindContactByPhone(t.Context(), number); err != nil {
			t.Fatal(err)
		}
		var total time.Duration
		for _, slept := range s.clock.Slept() {
			total += slept
		}
		if total != want {
			t.Errorf("%s ms: slept %v, want %v in all", header, s.clock.Slept(), want)
		}
	}
}

func TestNoPauseBeyondTheDeadline(t *testing.T) {
	s := newSite(t, nil)
	s.Fail(b2ctest.Fault{Status: 503, Header: map[string]string{"osvc-crest-next-request-after": "3600000"}})
	const left = 59 * time.Second // of the minute that B2C Service is waited for at most
	ctx, cancel := context.WithDeadline(t.Context(), s.clock.Now().Add(left))
	defer cancel()
	if _, err := s.client.FindContactByPhone(ctx, number); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error = %v, want that the time is not enough", err)
	}
	s.expectCalls(t, "GET queryResults")
	for _, slept := range s.clock.Slept() {
		if slept > left {
			t.Errorf("slept %v of %v", slept, left)
		}
	}
}

// TestSilence: a call that gets no answer ends by itself.
func TestSilence(t *testing.T) {
	s := newSite(t, func(o *b2c.Options) { o.WithTimeout, o.AttemptTimeout = nil, time.Millisecond })
	s.Fail(b2ctest.Fault{Hang: true})
	if _, err := s.client.FindContactByPhone(t.Context(), number); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error = %v, want that the time is over", err)
	}
}
