package delivery

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/cxbridge/cxbridge/local/desk/cxif/registration"
	"github.com/cxbridge/cxbridge/local/desk/fidelity"
	"github.com/cxbridge/cxbridge/local/desk/store"
)

// Options say how events are delivered. All are required.
type Options struct {
	Store    *store.Store
	Book     *registration.Book
	Client   *http.Client
	Clock    func() time.Time
	Timer    func(d time.Duration, f func()) (stop func()) // runs f after d, unless it is stopped before
	Fidelity fidelity.Switches
	Logger   *slog.Logger
}

// Dispatcher delivers events.
type Dispatcher struct {
	o      Options
	tokens *tokens

	ctx   context.Context // of all attempts, until Close
	close context.CancelFunc

	mu     sync.Mutex
	closed bool
	timers map[string]func() // by delivery: stops its next attempt
	under  sync.WaitGroup    // attempts under way
}

// New is a dispatcher. Resume makes it go on with what waits.
func New(o Options) *Dispatcher {
	d := &Dispatcher{o: o, timers: map[string]func(){}}
	client := *o.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	d.o.Client = &client
	d.tokens = newTokens(&client, o.Clock)
	d.ctx, d.close = context.WithCancel(context.Background())
	return d
}

// Resume goes on with the deliveries that wait.
func (d *Dispatcher) Resume() error {
	entries, err := d.entries()
	for _, e := range entries {
		d.schedule(e)
	}
	return err
}

// Close ends the attempts that are under way. What is not delivered yet waits on.
func (d *Dispatcher) Close() {
	d.mu.Lock()
	d.closed = true
	for id, stop := range d.timers {
		stop()
		delete(d.timers, id)
	}
	d.mu.Unlock()
	d.close()
	d.under.Wait()
}

var errClosed = errors.New("the desk closes")

// begin notes that an attempt is under way, unless the dispatcher is closed.
func (d *Dispatcher) begin() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.closed {
		d.under.Add(1)
	}
	return !d.closed
}
