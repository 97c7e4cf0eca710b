package ephemeral

import (
	"bufio"
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestAnInterruptIsCleanedUpAfter(t *testing.T) {
	for _, at := range []string{"stack init", "up", "smoke"} {
		t.Run(at, func(t *testing.T) {
			f, cleanup := newFake(t), context.Background()
			ctx, interrupt := context.WithCancel(cleanup)
			defer interrupt()
			f.fail = func(call string) error {
				if strings.HasPrefix(call, at) {
					interrupt()
				}
				return nil
			}
			var out told
			o := f.options("try")
			o.Out = &out
			if err := Run(ctx, cleanup, o); err == nil || !strings.Contains(err.Error(), "interrupted") {
				t.Errorf("err = %v", err)
			}
			if !strings.Contains(out.String(), "Interrupted: what there is of try is still cleared away.") {
				t.Errorf("that is not told, or later:\n%s", out.String())
			}
			f.mustBeClean("try")
		})
	}
}

// told is what several goroutines tell.
type told struct {
	mu   sync.Mutex
	text strings.Builder
}

func (t *told) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(p)
}

func (t *told) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// The clean-up goes on, and says so.
func TestAnInterruptOfTheCleanUpIsTold(t *testing.T) {
	f, cleanup := newFake(t), context.Background()
	ctx, interrupt := context.WithCancel(cleanup)
	defer interrupt()
	read, written := io.Pipe()
	o := f.options("try")
	o.Out = written
	told := make(chan struct{})
	go func() {
		for lines := bufio.NewScanner(read); lines.Scan(); {
			if strings.HasPrefix(lines.Text(), "Interrupted: what there is of try is still cleared away.") {
				close(told)
			}
		}
	}()
	f.fail = func(call string) error {
		if strings.HasPrefix(call, "destroy") {
			interrupt()
			select {
			case <-told:
			case <-time.After(time.Minute):
				t.Error("nothing was said for a minute")
			}
		}
		return nil
	}
	if err := Run(ctx, cleanup, o); err != nil {
		t.Errorf("all went well, and %v", err)
	}
	written.Close()
	f.mustBeClean("try")
}

func TestASecondInterruptSaysHowToGoOn(t *testing.T) {
	f := newFake(t)
	cleanup, interrupt := context.WithCancel(context.Background())
	f.fail = func(call string) error {
		if strings.HasPrefix(call, "destroy") {
			interrupt()
			return context.Canceled
		}
		return nil
	}
	err := Run(context.Background(), cleanup, f.options("try"))
	if err == nil || !strings.Contains(err.Error(), "scripts/stack remove try --local goes on where this ended") {
		t.Errorf("err = %v", err)
	}
	f.fail = nil
	if err := Remove(context.Background(), f.options("try")); err != nil {
		t.Fatal(err)
	}
	f.mustBeClean("try")
}
