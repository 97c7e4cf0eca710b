package runner

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// waiting is a command of testdata/function that is answered once told.
func waiting(t *testing.T) (command string, answer func()) {
	path := filepath.Join(t.TempDir(), "answer")
	return `{"do":"wait","text":"` + path + `"}`, func() {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestBusyInstancesAreJoinedByOthersUpToTheLimit(t *testing.T) {
	b := newBench(t, func(o *Options) {
		o.MaxInstances = 3
		o.Fidelity.FunctionQueuePeriod = 20 * time.Millisecond
	})
	f := function()
	command, answer := waiting(t)
	errs := make(chan error, 3)
	for range 3 {
		go func() {
			_, err := b.do(f, command)
			errs <- err
		}()
	}
	eventually(t, "three instances run", func() bool { return len(b.Instances(f.ID)) == 3 })
	var refused *Error
	if _, err := b.do(f, ""); !errors.As(err, &refused) || refused.Status != 429 || refused.Code != "TooManyRequests" {
		t.Errorf("a fourth call: %v", err)
	}
	answer()
	for range 3 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if got := len(b.Instances(f.ID)); got != 3 {
		t.Errorf("%d instances", got)
	}
}

func TestACallWaitsForABusyInstance(t *testing.T) {
	b := newBench(t, func(o *Options) {
		o.MaxInstances = 1
		o.Fidelity.FunctionQueuePeriod = time.Minute
	})
	f := function()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := b.do(f, `{"sleep":1000000}`); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := b.Instances(f.ID); len(got) != 1 || got[0].Calls != 8 {
		t.Errorf("instances %+v", got)
	}
}

func TestIdleInstancesAreStopped(t *testing.T) {
	b := newBench(t, func(o *Options) { o.IdleAfter = time.Hour })
	f := function()
	pid := b.must(t, f, `{"do":"pid"}`)
	b.now.Pass(time.Hour - time.Second)
	b.sweep()
	if again := b.must(t, f, `{"do":"pid"}`); again != pid {
		t.Fatal("stopped too early")
	}
	b.now.Pass(time.Hour)
	b.sweep()
	eventually(t, "the idle process is gone", func() bool { return !exists(pid) && len(b.Instances(f.ID)) == 0 })
}

func TestRetireEndsIdleNowAndBusyAfterTheCall(t *testing.T) {
	b := newBench(t)
	f := function()
	pid := b.must(t, f, `{"do":"pid"}`)
	command, answer := waiting(t)
	done := make(chan error, 1)
	go func() {
		_, err := b.do(f, command)
		done <- err
	}()
	eventually(t, "the call is in flight", func() bool { i := b.Instances(f.ID); return len(i) == 1 && i[0].Busy })
	b.Retire(f.ID)
	answer()
	if err := <-done; err != nil {
		t.Errorf("the call in progress: %v", err)
	}
	eventually(t, "the retired process is gone", func() bool { return !exists(pid) })

	pid = b.must(t, f, `{"do":"pid"}`)
	b.Retire(f.ID)
	eventually(t, "the idle process is gone", func() bool { return !exists(pid) })
}

func TestAChangedFunctionGetsAFreshProcess(t *testing.T) {
	b := newBench(t)
	before := b.must(t, function(), `{"do":"pid"}`)
	changed := function(func(f *Function) { f.Config = map[string]string{"a": "b"} })
	if after := b.must(t, changed, `{"do":"pid"}`); after == before {
		t.Error("the old configuration answered")
	}
	eventually(t, "the old process is gone", func() bool { return !exists(before) })
}
