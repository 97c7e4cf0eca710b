package monitoring

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/cloud/monitoring/series"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/signature"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Options are what the plane works with.
type Options struct {
	// Publish hands an alarm's message to its topic. An api.Error means that the topic
	// does not take it: it is logged, and the message is lost. After any other the
	// message goes with the next Tick.
	Publish func(ctx context.Context, topicID, title string, message []byte) error
	// Guard says whether a function or another resource may post metrics: nil, or the
	// error to answer.
	Guard    func(ctx context.Context, caller signature.Principal, compartmentID, namespace string) error
	Speed    int // how many times faster than life alarms are; 0 means 1
	Fidelity fidelity.Switches
	Log      *slog.Logger
}

// Plane is the monitoring service. It is safe for concurrent use.
type Plane struct {
	Options
	engine *resource.Engine
	scale  timescale
	series series.Store

	resumed atomic.Bool

	ticking    sync.Mutex        // one evaluation at a time; guards what follows
	watched    map[string]*watch // by OCID of the alarm
	generation uint64            // of the store, when watched was read
}

// Register adds Monitoring's kinds and routes. Nothing is evaluated before Tick or Run.
func Register(e *resource.Engine, o Options) *Plane {
	p := &Plane{Options: o, engine: e, scale: newTimescale(e.Clock(), o.Speed)}
	p.registerAlarms()
	p.registerSuppression()
	p.registerStatus()
	p.registerHistory()
	p.registerDimensionStates()
	p.registerPost()
	p.registerMetrics()
	p.registerSummarize()
	return p
}

// now is the present in Monitoring's time.
func (p *Plane) now() time.Time { return p.scale.in(p.engine.Clock()) }

// reader adds an action that only looks at what its body asks for.
func (p *Plane) reader(path string, body resource.Body, look func(op *resource.Op, doc store.Document) (*api.Answer, error)) {
	p.engine.Reader("POST "+base+path, func(op *resource.Op) (*api.Answer, error) {
		doc, err := op.Call.Document()
		if err != nil {
			return nil, err
		}
		if err := body.Check(doc); err != nil {
			return nil, err
		}
		return look(op, doc)
	})
}
