package runner

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// maxBody bounds requests and answers alike (Functions: limits).
const maxBody = 6 << 20

// Runner runs functions as processes. It is safe for concurrent use.
type Runner struct {
	options   Options
	images    *images
	launcher  *launcher
	instances *os.File // the folder of their folders, see instance.socket

	mu      sync.Mutex // guards what follows, and the instances' bookkeeping
	pools   map[string]*pool
	closed  bool
	stop    chan struct{}  // ends the sweeper
	running sync.WaitGroup // invocations, reapers of processes, the sweeper
}

// New makes a Runner. What a former one left in Dir besides unpacked images is
// removed.
func New(o Options) (*Runner, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	r := &Runner{options: o, pools: map[string]*pool{}, stop: make(chan struct{})}
	if r.images, err = openImages(filepath.Join(o.Dir, "images"), o.Images); err != nil {
		return nil, fmt.Errorf("runner: unpacked images: %w", err)
	}
	if r.instances, err = emptyFolder(filepath.Join(o.Dir, "instances")); err != nil {
		return nil, fmt.Errorf("runner: folder for instances: %w", err)
	}
	r.launcher = newLauncher()
	r.running.Go(r.sweepRegularly)
	return r, nil
}

// emptyFolder makes and opens a folder, in the place of one that is there.
func emptyFolder(path string) (*os.File, error) {
	if err := errors.Join(os.RemoveAll(path), os.MkdirAll(path, 0o700)); err != nil {
		return nil, err
	}
	return os.Open(path)
}

// Invoke runs one call of f and waits for its answer. A failure that Functions
// has a code for is an *Error. Cancelling ctx ends the wait for an instance; a
// call once sent runs to its end, as it does in a container.
func (r *Runner) Invoke(ctx context.Context, f Function, c Call) (*Answer, error) {
	if len(c.Body) > maxBody {
		return nil, failure(http.StatusRequestEntityTooLarge, "FunctionInvokeRequestContentTooLarge",
			"the request body has %d bytes, a function takes at most %d", len(c.Body), maxBody)
	}
	if !r.begin() {
		return nil, unavailable()
	}
	defer r.running.Done()
	f = f.withDefaults()
	began := time.Now()
	answer, err := r.invoke(ctx, f, c)
	if r.options.Done != nil {
		r.options.Done(Invocation{Function: f, Took: time.Since(began), Err: err})
	}
	return answer, err
}

func (r *Runner) invoke(ctx context.Context, f Function, c Call) (*Answer, error) {
	answer, err := r.try(ctx, f, c, false)
	if errors.Is(err, errUnread) {
		answer, err = r.try(ctx, f, c, true)
	}
	if errors.Is(err, errUnread) {
		err = executionFailed("function %s ended before it read the call", f.Name)
	}
	return answer, err
}

func (r *Runner) try(ctx context.Context, f Function, c Call, fresh bool) (*Answer, error) {
	i, err := r.acquire(ctx, f, fresh)
	if err != nil {
		return nil, err
	}
	defer r.release(i)
	if err := i.refreshCredentials(ctx); err != nil {
		return nil, err
	}
	return i.call(c)
}

// begin counts an invocation, so that Close can wait for it.
func (r *Runner) begin() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed {
		r.running.Add(1)
	}
	return !r.closed
}

// Retire stops the instances of a function, a busy one after its call, and keeps none.
func (r *Runner) Retire(functionID string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := r.pools[functionID]; p != nil {
		p.retire()
	}
}

// Prune removes the unpacked images of other digests (sha256:...) than those given;
// one that is needed after all is taken from Options.Images again. It is meant for the
// time before the first call: what runs is not asked.
func (r *Runner) Prune(digests []string) error {
	if err := r.images.prune(digests); err != nil {
		return fmt.Errorf("runner: removing unpacked images: %w", err)
	}
	return nil
}

// Instances are the running processes of a function, oldest first.
func (r *Runner) Instances(functionID string) []Instance {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.pools[functionID]
	if p == nil {
		return nil
	}
	list := make([]Instance, 0, len(p.all))
	for _, i := range p.all {
		list = append(list, Instance{i.pid(), i.started, i.busy, i.calls})
	}
	return list
}

// Close stops every process, those with a call included, and returns when
// neither process nor call is left.
func (r *Runner) Close() error {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return nil
	}
	r.closed = true
	close(r.stop)
	for _, p := range r.pools {
		for _, i := range p.all {
			i.kill()
		}
	}
	r.mu.Unlock()
	r.running.Wait()
	r.launcher.close()
	return r.instances.Close()
}

func (r *Runner) sweepRegularly() {
	ticker := time.NewTicker(min(max(r.options.IdleAfter/4, 10*time.Millisecond), time.Second))
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			r.sweep()
		case <-r.stop:
			return
		}
	}
}
