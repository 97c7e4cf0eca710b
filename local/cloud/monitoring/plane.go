package monitoring

import (
	"context"
	"log/slog"

	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
)

// Options are what the plane works with.
type Options struct {
	// Publish sends an alarm's message to a topic.
	Publish  func(ctx context.Context, topicID, title string, message []byte) error
	Speed    int // how much faster than life alarms are; 0 means 1
	Fidelity fidelity.Switches
	Log      *slog.Logger
}

// Plane is the monitoring service. It is safe for concurrent use.
type Plane struct {
	Options
	engine *resource.Engine
}

// Register adds Monitoring's kinds and routes. Nothing is evaluated before Tick or Run.
func Register(e *resource.Engine, o Options) *Plane {
	p := &Plane{Options: o, engine: e}
	p.registerAlarms()
	p.registerSuppression()
	return p
}
