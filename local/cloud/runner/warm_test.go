package runner

import (
	"context"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// ready says that n instances are there and wait.
func (b *bench) ready(f Function, n int) func() bool {
	return func() bool {
		all := b.Instances(f.ID)
		for _, i := range all {
			if i.Busy {
				return false
			}
		}
		return len(all) == n
	}
}

func TestKeptInstancesAreThereBeforeTheFirstCall(t *testing.T) {
	b := newBench(t, func(o *Options) { o.IdleAfter = time.Hour })
	f := function()
	b.Keep(f, 2)
	eventually(t, "two instances wait", b.ready(f, 2))
	if i := b.Instances(f.ID)[0]; i.Calls != 0 {
		t.Errorf("instance %+v before a call", i)
	}
	pid := b.must(t, f, `{"do":"pid"}`)
	if all := b.Instances(f.ID); len(all) != 2 || strconv.Itoa(all[0].PID) != pid && strconv.Itoa(all[1].PID) != pid {
		t.Errorf("the call went to %s, not to one of %+v", pid, all)
	}

	b.now.advance(2 * time.Hour) // idle for ever
	b.sweep()
	if again := b.must(t, f, `{"do":"pid"}`); again != pid || len(b.Instances(f.ID)) != 2 {
		t.Errorf("%s answers, was %s; instances %+v", again, pid, b.Instances(f.ID))
	}

	b.Keep(f, 1) // the other one is idle like any
	b.now.advance(2 * time.Hour)
	b.sweep()
	eventually(t, "one instance is left", b.ready(f, 1))
	b.Retire(f.ID)
	b.sweep()
	eventually(t, "none is left", b.ready(f, 0))
}

func TestKeptInstancesAreReplaced(t *testing.T) {
	b := newBench(t)
	f := function()
	b.Keep(f, 1)
	eventually(t, "an instance waits", b.ready(f, 1))
	pid := b.Instances(f.ID)[0].PID
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	eventually(t, "another one waits", func() bool {
		b.sweep()
		return b.ready(f, 1)() && b.Instances(f.ID)[0].PID != pid
	})

	pid = b.Instances(f.ID)[0].PID
	f.Config = map[string]string{"version": "2"}
	b.Keep(f, 1)
	eventually(t, "one of the new version waits, and none of the old", func() bool { return b.ready(f, 1)() && b.Instances(f.ID)[0].PID != pid })
}

// broken is Images of which one image cannot be had, and is asked for until it is released.
type broken struct {
	*source
	image    string
	asked    chan struct{}
	released chan struct{}
}

func (b broken) Image(ctx context.Context, f Function) (v1.Image, error) {
	if f.Image != b.image {
		return b.source.Image(ctx, f)
	}
	close(b.asked)
	<-b.released
	return nil, os.ErrNotExist
}

// What came of a former version does not hold up the one that replaces it.
func TestKeptInstancesOfTheNextVersion(t *testing.T) {
	f := function()
	images := broken{image: f.Image, asked: make(chan struct{}), released: make(chan struct{})}
	b := newBench(t, func(o *Options) { images.source, o.Images = o.Images.(*source), &images })
	b.Keep(f, 1)
	<-images.asked
	f.Image = "registry/f:2"
	b.Keep(f, 1)
	close(images.released)
	eventually(t, "an instance of the next version waits", b.ready(f, 1))
}

func TestMoreCallsThanAreKept(t *testing.T) {
	b := newBench(t, func(o *Options) { o.MaxInstances = 2 })
	f := function()
	b.Keep(f, 9) // no more than there may be
	eventually(t, "two instances wait", b.ready(f, 2))
	b.must(t, f, `{"do":"pid"}`)
	if got := len(b.Instances(f.ID)); got != 2 {
		t.Errorf("%d instances", got)
	}
}

// What does not start is left alone for a while, and stands in nobody's way.
func TestKeptInstancesThatDoNotStart(t *testing.T) {
	images := &source{err: os.ErrNotExist}
	b := newBench(t, func(o *Options) { o.Images = images })
	f := function()
	b.Keep(f, 1)
	asked := func() int {
		images.mu.Lock()
		defer images.mu.Unlock()
		return images.asked
	}
	eventually(t, "the image was asked for", func() bool { return asked() == 1 })
	for range 100 {
		b.sweep()
	}
	if n := asked(); n != 1 {
		t.Errorf("asked %d times", n)
	}
	eventually(t, "it is tried again", func() bool {
		b.now.advance(warmAgain)
		b.sweep()
		return asked() > 1
	})
}
