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

	b.now.Pass(2 * time.Hour) // idle for ever
	b.sweep()
	if again := b.must(t, f, `{"do":"pid"}`); again != pid || len(b.Instances(f.ID)) != 2 {
		t.Errorf("%s answers, was %s; instances %+v", again, pid, b.Instances(f.ID))
	}

	b.Keep(f, 1) // the other one is idle like any
	b.now.Pass(2 * time.Hour)
	b.sweep()
	eventually(t, "one instance is left", b.ready(f, 1))
	b.Retire(f.ID)
	b.sweep()
	eventually(t, "none is left", b.ready(f, 0))
}

// other says that one instance is there and waits, and is another process.
func (b *bench) other(f Function, pid int) func() bool {
	return func() bool {
		all := b.Instances(f.ID)
		return len(all) == 1 && !all[0].Busy && all[0].PID != pid
	}
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
		return b.other(f, pid)()
	})

	pid = b.Instances(f.ID)[0].PID
	f.Config = map[string]string{"version": "2"}
	b.Keep(f, 1)
	eventually(t, "one of the new version waits, and none of the old", b.other(f, pid))
}

// gate is Images of which one image is asked for until it is let through, or cannot be had.
type gate struct {
	*source
	image string
	asked chan struct{}
	let   chan error
}

func (g *gate) Image(ctx context.Context, f Function) (v1.Image, error) {
	if f.Image == g.image {
		close(g.asked)
		if err := <-g.let; err != nil {
			return nil, err
		}
	}
	return g.source.Image(ctx, f)
}

// starting is a function of which an instance is to be kept and is about to start.
func starting(t *testing.T) (*bench, Function, *gate) {
	f := function()
	g := &gate{image: f.Image, asked: make(chan struct{}), let: make(chan error, 1)}
	b := newBench(t, func(o *Options) { g.source, o.Images = o.Images.(*source), g })
	b.Keep(f, 1)
	<-g.asked
	return b, f, g
}

// What came of a former version does not hold up the one that replaces it.
func TestKeptInstancesOfTheNextVersion(t *testing.T) {
	b, f, g := starting(t)
	f.Image = "registry/f:2"
	b.Keep(f, 1)
	g.let <- os.ErrNotExist
	eventually(t, "an instance of the next version waits", b.ready(f, 1))
}

func TestKeptInstancesOfAFunctionThatGoesMeanwhile(t *testing.T) {
	b, f, g := starting(t)
	b.Retire(f.ID)
	g.let <- nil
	eventually(t, "no instance is being started", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return !b.pools[f.ID].warming
	})
	eventually(t, "none is left", b.ready(f, 0))
}

func TestCloseWhileAKeptInstanceStarts(t *testing.T) {
	b, _, g := starting(t)
	closed := make(chan error)
	go func() { closed <- b.Close() }()
	<-b.stop
	g.let <- nil
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(b.Runner.instances.Name()); err != nil || len(left) > 0 {
		t.Errorf("left are %v, %v", left, err)
	}
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
		b.now.Pass(warmAgain)
		b.sweep()
		return asked() > 1
	})
}
