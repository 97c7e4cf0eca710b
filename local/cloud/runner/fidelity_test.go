package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
)

// Each switch changes what a caller sees, from what its default says to what
// its other value says.
func TestEverySwitchIsObeyed(t *testing.T) {
	outcome := func(f Function, command string) func(*testing.T, *bench) string {
		return func(_ *testing.T, b *bench) string {
			_, err := b.do(f, command)
			var e *Error
			if errors.As(err, &e) {
				return e.Code
			}
			return "answered"
		}
	}
	afterIdling := func(t *testing.T, b *bench) string {
		pid := b.must(t, function(), `{"do":"pid"}`)
		b.now.Pass(31 * time.Second)
		b.sweep()
		if again := b.must(t, function(), `{"do":"pid"}`); again != pid {
			return "stopped"
		}
		return "warm"
	}
	deadline := func(t *testing.T, b *bench) string {
		var got struct{ Deadline time.Time }
		f := function(func(f *Function) { f.Timeout = 10 * time.Second })
		if err := json.Unmarshal([]byte(b.must(t, f, `{"do":"headers"}`)), &got); err != nil {
			t.Fatal(err)
		}
		return got.Deadline.Sub(b.now.Now().Truncate(time.Second)).String()
	}
	queued := func(t *testing.T, b *bench) string {
		// Someone else has the only instance: for a moment, or, if nobody is to wait for it, all the time.
		i, err := b.acquire(context.Background(), function().withDefaults(), false)
		if err != nil {
			t.Fatal(err)
		}
		release := sync.OnceFunc(func() { b.release(i) })
		defer release()
		if b.options.Fidelity.FunctionQueuePeriod == fidelity.Defaults().FunctionQueuePeriod {
			time.AfterFunc(50*time.Millisecond, release)
		}
		return outcome(function(), "")(t, b)
	}
	// What is held for long ends by being found, what is held for a moment may not be.
	allocating := func(t *testing.T, b *bench) string {
		hold := time.Minute
		if !b.options.Fidelity.FunctionMemoryEnforced {
			hold = 200 * time.Millisecond
		}
		return outcome(function(func(f *Function) { f.Timeout = time.Minute }), fmt.Sprintf(`{"do":"allocate","n":200000000,"hold":%d}`, hold))(t, b)
	}
	slow := function(func(f *Function) { f.Config = map[string]string{"MODE": "slow"} })

	seen := map[string]bool{}
	for _, tt := range []struct {
		name, value   string
		see           func(*testing.T, *bench) string
		before, after string
	}{
		{"FunctionIdlePeriod", "32s", afterIdling, "stopped", "warm"},
		{"FunctionInitPeriod", "50ms", outcome(slow, ""), "answered", "FunctionInvokeContainerInitTimeout"},
		{"FunctionDeadlineSlack", "0s", deadline, "12s", "10s"},
		{"FunctionQueuePeriod", "1ms", queued, "answered", "TooManyRequests"},
		{"FunctionMemoryEnforced", "false", allocating, "FunctionInvokeExecutionFailed", "answered"},
	} {
		seen[tt.name] = true
		t.Run(tt.name, func(t *testing.T) {
			one := func(o *Options) { o.MaxInstances, o.Fidelity = 1, fidelity.Defaults() }
			if got := tt.see(t, newBench(t, one)); got != tt.before {
				t.Errorf("by default %q, want %q", got, tt.before)
			}
			b := newBench(t, one, func(o *Options) {
				if err := o.Fidelity.Set(tt.name, tt.value); err != nil {
					t.Fatal(err)
				}
			})
			if got := tt.see(t, b); got != tt.after {
				t.Errorf("with %s %q, want %q", tt.value, got, tt.after)
			}
		})
	}
	group := reflect.TypeOf(fidelity.Functions{})
	for i := range group.NumField() {
		if name := group.Field(i).Name; !seen[name] {
			t.Errorf("switch %s is not tested", name)
		}
	}
}
