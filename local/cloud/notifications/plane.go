package notifications

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
)

// base is shared with Functions, whose paths are others.
const base = "/20181201"

// Subscription is whose function is to be called.
type Subscription struct {
	ID, CompartmentID string
	FunctionID        string
}

// Options are what the plane works with.
type Options struct {
	// Invoke calls a subscription's function. An error is a message not acknowledged.
	Invoke func(ctx context.Context, by Subscription, call runner.Call) error
	// Emit takes the service's metrics; nil drops them.
	Emit func(Metric)
	// Timer runs f after d, unless it is stopped before.
	Timer    func(d time.Duration, f func()) (stop func())
	Fidelity fidelity.Switches
	Log      *slog.Logger
}

// Plane is the Notifications service. It is safe for concurrent use.
type Plane struct {
	Options
	engine *resource.Engine

	running context.Context // ends with Close
	close   context.CancelFunc
	working sync.WaitGroup

	limits limits

	mu     sync.Mutex // guards what follows
	lanes  map[string]*lane
	timers map[int64]func() // stop the waits for deliveries' next attempts
}

// Register adds the kinds and routes of Notifications. What an earlier plane left
// undelivered waits for Resume.
func Register(e *resource.Engine, o Options) *Plane {
	p := &Plane{Options: o, engine: e, lanes: map[string]*lane{}, timers: map[int64]func(){}}
	p.running, p.close = context.WithCancel(context.Background())
	e.Register(p.topicKind())
	e.Register(subscriptionKind())
	p.registerConfirmation()
	p.registerPublish()
	return p
}

// Close stops delivering. A call under way is given up: what was not acknowledged by
// then is delivered again after the next Resume.
func (p *Plane) Close() {
	p.mu.Lock()
	p.close()
	for _, stop := range p.timers {
		stop()
	}
	clear(p.timers)
	p.mu.Unlock()
	p.working.Wait()
}
