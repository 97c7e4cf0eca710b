package notifications

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

func times(calls []call) []time.Duration {
	var out []time.Duration
	for _, c := range calls {
		out = append(out, c.after)
	}
	return out
}

func TestDeliveryIsRetriedUntilItsPolicyEnds(t *testing.T) {
	const minute = time.Minute
	hours := []time.Duration{0, 0, minute, 3 * minute, 7 * minute, 15 * minute, 31 * minute, 63 * minute, 95 * minute}
	for _, tt := range []struct {
		name     string
		policy   string
		err      error
		switched bool
		want     []time.Duration
	}{
		{"two hours by default", "", &runner.Error{Status: 429}, true, hours},
		{"an error that is no answer", "", errors.New("gone"), true, hours},
		{"a function that fails", "", &runner.Error{Status: 502}, true, hours},
		{"a function that fails, which is its own business", "", &runner.Error{Status: 502}, false, hours[:1]},
		{"a throttled function, whatever the switch says", "", &runner.Error{Status: 503}, false, hours},
		{"ten minutes", `{"maxRetryDuration":600000,"policyType":"EXPONENTIAL"}`, &runner.Error{Status: 502}, true, hours[:5]},
		{"no time at all", `{"maxRetryDuration":0,"policyType":"EXPONENTIAL"}`, &runner.Error{Status: 502}, true, hours[:2]},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inTime(t, func(b *bench) {
				b.Fidelity.FunctionErrorsRetried = tt.switched
				topic := b.topic()
				_, subscription := b.function(topic)
				if tt.policy != "" {
					if status, d := b.send("PUT", base+"/subscriptions/"+subscription, `{"deliveryPolicy":{"backoffRetryPolicy":`+tt.policy+`}}`); status != 200 {
						t.Fatalf("%d %v", status, d)
					}
				}
				b.answer = func(call) error { return tt.err }
				b.publish(topic, "m")
				time.Sleep(24 * time.Hour)
				if diff := cmp.Diff(tt.want, times(b.rest())); diff != "" {
					t.Errorf("attempts (-want +got):\n%s", diff)
				}
				if b.kept() != 0 {
					t.Error("a dropped message is still kept")
				}
			})
		})
	}
}

func TestWaitsAreNoLongerThanTheLongest(t *testing.T) {
	for longest, want := range map[time.Duration]string{
		30 * time.Second: "[0s 0s 30s 30s 30s 30s]",
		time.Minute:      "[0s 0s 1m0s 1m0s 1m0s 1m0s]",
		3 * time.Minute:  "[0s 0s 1m0s 2m0s 3m0s 3m0s]",
		time.Hour:        "[0s 0s 1m0s 2m0s 4m0s 8m0s]",
	} {
		var waits []time.Duration
		for attempts := range 6 {
			waits = append(waits, backoff(attempts, longest))
		}
		if got := fmt.Sprint(waits); got != want {
			t.Errorf("at most %v: %s, want %s", longest, got, want)
		}
	}
}

func TestDeliveryGoesOnAfterARestart(t *testing.T) {
	inTime(t, func(b *bench) {
		topic := b.topic()
		b.function(topic)
		b.answer = func(c call) error {
			if c.after < 10*time.Minute {
				return &runner.Error{Status: 503}
			}
			return nil
		}
		b.publish(topic, "m")
		time.Sleep(4 * time.Minute) // attempts at 0, 0, 1, 3
		b.shut()
		time.Sleep(time.Hour) // the one at 7 is overdue
		b.open()
		if err := b.Resume(ctx); err != nil {
			t.Fatal(err)
		}
		want := []time.Duration{0, 0, time.Minute, 3 * time.Minute, 64 * time.Minute}
		if diff := cmp.Diff(want, times(b.rest())); diff != "" {
			t.Errorf("attempts (-want +got):\n%s", diff)
		}
		if b.kept() != 0 {
			t.Error("a delivered message is still kept")
		}
	})
}

// A store that fails for a while holds messages up, and loses none.
func TestDeliveryWaitsForTheStore(t *testing.T) {
	inTime(t, func(b *bench) {
		closed, err := store.Open(filepath.Join(t.TempDir(), "db"))
		if err != nil {
			t.Fatal(err)
		}
		closed.Close()
		use := func(s *store.Store) {
			b.Plane.mu.Lock() // every delivery that begins later has had it
			defer b.Plane.mu.Unlock()
			b.engine.Store = s
		}
		topic := b.topic()
		b.function(topic)
		b.answer = func(c call) error {
			if c.after < time.Minute {
				return &runner.Error{Status: 503}
			}
			return nil
		}
		b.publish(topic, "m")
		b.rest()
		use(closed)
		time.Sleep(time.Minute + time.Second) // the attempt after a minute
		b.rest()
		use(b.store)
		time.Sleep(time.Minute)
		if diff := cmp.Diff([]time.Duration{0, 0, 2 * time.Minute}, times(b.rest())); diff != "" {
			t.Errorf("attempts (-want +got):\n%s", diff)
		}
		if b.kept() != 0 {
			t.Error("a delivered message is still kept")
		}
	})
}

// A call that is under way when the cloud stops was not acknowledged.
func TestCloseGivesUpCallsUnderWay(t *testing.T) {
	inTime(t, func(b *bench) {
		topic := b.topic()
		b.function(topic)
		finish := make(chan struct{})
		b.answer = func(call) error { <-finish; return nil }
		b.publish(topic, "m")
		b.rest()
		b.shut()
		close(finish)
		b.open()
		if err := b.Resume(ctx); err != nil {
			t.Fatal(err)
		}
		if calls := b.rest(); len(calls) != 2 || string(calls[0].Body) != string(calls[1].Body) {
			t.Errorf("%d calls, want the same twice", len(calls))
		}
	})
}

func TestASlowFunctionHoldsUpNobodyElse(t *testing.T) {
	inTime(t, func(b *bench) {
		topic := b.topic()
		slow, _ := b.function(topic)
		quick, _ := b.function(topic)
		b.answer = func(c call) error {
			if c.function == slow {
				time.Sleep(5 * time.Minute)
			}
			return nil
		}
		for i := range 2*atOnce + 1 {
			b.publish(topic, fmt.Sprint(i))
		}
		count := func() map[string]int {
			n := map[string]int{}
			for _, c := range b.rest() {
				n[c.function]++
			}
			return n
		}
		if diff := cmp.Diff(map[string]int{slow: atOnce, quick: 2*atOnce + 1}, count()); diff != "" {
			t.Errorf("at once (-want +got):\n%s", diff)
		}
		time.Sleep(16 * time.Minute) // three rounds
		if n := count(); n[slow] != 2*atOnce+1 {
			t.Errorf("the slow one got %d", n[slow])
		}
		if b.kept() != 0 {
			t.Error("delivered messages are still kept")
		}
	})
}

func TestDeletedSubscriptionsGetNothingMore(t *testing.T) {
	for _, what := range []string{"subscription", "topic"} {
		inTime(t, func(b *bench) {
			topic := b.topic()
			_, subscription := b.function(topic)
			b.answer = func(call) error { return errors.New("no") }
			b.publish(topic, "m")
			b.rest()
			path := map[string]string{"subscription": "/subscriptions/" + subscription, "topic": "/topics/" + topic}[what]
			if status, d := b.send("DELETE", base+path, ""); status != 204 {
				t.Fatalf("%d %v", status, d)
			}
			time.Sleep(24 * time.Hour)
			if calls := b.rest(); len(calls) != 2 || b.kept() != 0 {
				t.Errorf("%s: %d calls, %d deliveries kept", what, len(calls), b.kept())
			}
		})
	}
}

func TestDeliverTwice(t *testing.T) {
	inTime(t, func(b *bench) {
		b.Fidelity.DeliverTwice = true
		topic := b.topic()
		b.function(topic)
		id := b.publish(topic, "m")
		calls := b.rest()
		if len(calls) != 2 || calls[0].Header.Get("X-OCI-NS-MessageId") != id || calls[1].Header.Get("X-OCI-NS-MessageId") != id || calls[0].ID == calls[1].ID {
			t.Errorf("calls %v, want two with the message %s", calls, id)
		}
	})
}
