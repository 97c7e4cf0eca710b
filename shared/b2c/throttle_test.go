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
			for i, slept := range s.slept {
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
		for _, slept := range s.slept {
			total += slept
		}
		if total != want {
			t.Errorf("%s ms: slept %v, want %v in all", header, s.slept, want)
		}
	}
}

func TestNoPauseBeyondTheDeadline(t *testing.T) {
	s := newSite(t, func(o *b2c.Options) { o.Clock = time.Now })
	s.Fail(b2ctest.Fault{Status: 503, Header: map[string]string{"osvc-crest-next-request-after": "3600000"}})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := s.client.FindContactByPhone(ctx, number)
	if err == nil {
		_, err = s.client.FindContactByPhone(ctx, number)
	}
	if err == nil {
		t.Error("the wait that B2C Service wants is not in the minute there is, but the call succeeds")
	}
	for _, slept := range s.slept {
		if slept > time.Minute {
			t.Errorf("slept %v of one minute", slept)
		}
	}
}
