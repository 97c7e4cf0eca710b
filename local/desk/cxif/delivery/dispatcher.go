package delivery

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/cxbridge/cxbridge/local/desk/cxif/registration"
	"github.com/cxbridge/cxbridge/local/desk/cxif/wire"
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
	under  sync.WaitGroup    // attempts under way, or waiting for a place
	places chan struct{}     // one is taken by each attempt under way
}

// parallel is how many attempts are made at a time.
const parallel = 64

// New is a dispatcher. Resume makes it go on with what waits.
func New(o Options) *Dispatcher {
	d := &Dispatcher{o: o, timers: map[string]func(){}, places: make(chan struct{}, parallel)}
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
	if err != nil {
		return err
	}
	for _, e := range entries {
		d.schedule(e)
	}
	return nil
}

// Close ends the attempts that are under way. What is not delivered yet waits on.
func (d *Dispatcher) Close() {
	d.mu.Lock()
	d.closed = true
	d.close()
	for id, stop := range d.timers {
		stop()
		delete(d.timers, id)
	}
	d.mu.Unlock()
	d.under.Wait()
	d.o.Client.CloseIdleConnections()
}

var errClosed = wire.Refuse(http.StatusServiceUnavailable, "The desk closes; what is not delivered yet is delivered when it is back")

// begin waits for a place for an attempt, unless the dispatcher closes.
func (d *Dispatcher) begin() bool {
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return false
	}
	d.under.Add(1)
	d.mu.Unlock()
	select {
	case d.places <- struct{}{}:
		return true
	case <-d.ctx.Done():
		d.under.Done()
		return false
	}
}

func (d *Dispatcher) end() {
	<-d.places
	d.under.Done()
}
