package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

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

// parallel is how many listeners are told of an event at a time.
const parallel = 8

// Publish takes an event of an API's version to everyone who wants it, and returns
// when each listener has been tried once.
func (d *Dispatcher) Publish(apiName, apiVersion string, body []byte) ([]Delivery, error) {
	var event map[string]any
	if err := json.Unmarshal(body, &event); err != nil || event == nil {
		return nil, wire.Refuse(http.StatusBadRequest, "The event cannot be read: it must be a JSON object")
	}
	all, err := d.o.Book.All()
	if err != nil {
		return nil, err
	}
	now := d.o.Clock().UTC()
	var entries []*entry
	for _, listener := range all {
		r := listener.Registration
		if !r.Wants(apiName, apiVersion, event) {
			continue
		}
		entries = append(entries, &entry{
			Event: string(body), Left: max(1, d.o.Fidelity.DeliveryAttempts), Due: now,
			Delivery: Delivery{
				Registration: r.ID, APIName: apiName, APIVersion: apiVersion, URL: r.Locality.External.URL,
				EventID: text(event["eventId"]), EventType: text(event["eventType"]), Published: now, Outcome: Waiting,
			},
		})
	}
	if err := d.keep(entries); err != nil {
		return nil, err
	}
	return d.first(entries)
}

// first makes the first attempt of deliveries.
func (d *Dispatcher) first(entries []*entry) ([]Delivery, error) {
	var group errgroup.Group
	group.SetLimit(parallel)
	deliveries := make([]Delivery, len(entries))
	for i, e := range entries {
		group.Go(func() (err error) {
			deliveries[i], err = d.attempt(e.ID)
			return err
		})
	}
	return deliveries, group.Wait()
}

// Redeliver makes another attempt, whatever came of those before, and as many more
// as a new delivery has if it fails.
func (d *Dispatcher) Redeliver(id string) (Delivery, error) {
	d.unschedule(id)
	if _, err := d.change(id, func(e *entry) {
		e.Left, e.Outcome, e.Due = max(1, d.o.Fidelity.DeliveryAttempts), Waiting, d.o.Clock().UTC()
	}); err != nil {
		return Delivery{}, err
	}
	return d.attempt(id)
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

// text is a text, or nothing.
func text(value any) string {
	s, _ := value.(string)
	return s
}
