package notifications

import (
	"github.com/cxbridge/cxbridge/local/cloud/resource"
)

// base is shared with Functions, whose paths are others.
const base = "/20181201"

// Plane is the Notifications service.
type Plane struct {
	engine *resource.Engine
}

// Register adds the kinds and routes of Notifications.
func Register(e *resource.Engine) *Plane {
	p := &Plane{engine: e}
	e.Register(topicKind())
	e.Register(subscriptionKind())
	return p
}
