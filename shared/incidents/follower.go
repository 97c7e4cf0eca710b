package incidents

import (
	"context"
	"errors"
	"fmt"

	"github.com/cxbridge/cxbridge/shared/b2c"
)

// Follower reads and writes incidents. Its errors name the settings that B2C Service does not take.
type Follower struct {
	Settings
	B2C *b2c.Client
}

// Find returns the newest incident with a key, or nil, in one call.
func (f *Follower) Find(ctx context.Context, key string) (*b2c.IncidentState, error) {
	incident, err := f.B2C.FindIncident(ctx, f.Attribute, key)
	if err != nil {
		return nil, fmt.Errorf("looking for the incident: %w", blame(err, f.attributeChoice()))
	}
	return incident, nil
}

// Get returns an incident, or nil if it is gone or was not known, in one call at the most.
func (f *Follower) Get(ctx context.Context, known Known) (*b2c.IncidentState, error) {
	if known.Incident == 0 {
		return nil, nil
	}
	incident, err := f.B2C.GetIncident(ctx, known.Incident)
	if err != nil {
		return nil, fmt.Errorf("reading incident %d: %w", known.Incident, err)
	}
	return incident, nil
}

// CarryOut makes the one call by which an incident is opened or changed, if there is one to make. What is known of the incident
// afterwards is then in the write.
func (f *Follower) CarryOut(ctx context.Context, w *Write) error {
	switch {
	case w.Create != nil:
		created, err := f.B2C.CreateIncident(ctx, *w.Create)
		if err != nil {
			return fmt.Errorf("opening an incident: %w", blame(err, f.createChoices(w)))
		}
		w.Known.Incident = created.ID
	case w.Update != nil:
		if err := f.B2C.UpdateIncident(ctx, w.Known.Incident, *w.Update); err != nil {
			return fmt.Errorf("changing incident %d: %w", w.Known.Incident, blame(err, w.updateChoices()))
		}
	}
	return nil
}

// MaybeWritten tells whether a call of [Follower.CarryOut] that failed may have been carried out: B2C Service was called and did
// not refuse it.
func MaybeWritten(err error) bool {
	var failed *b2c.Error
	return errors.As(err, &failed) && failed.Status/100 != 4
}
