package monitoring

import (
	"context"
	"errors"
	"fmt"

	"github.com/cxbridge/cxbridge/local/cloud/api"
)

// outgoing is a message that is to be published.
type outgoing struct {
	Topic   string `json:"topic"`
	Title   string `json:"title"`
	Message string `json:"message"`
}

// publish sends what is to be sent. What cannot be sent now goes with the next Tick.
func (p *Plane) publish(ctx context.Context) error {
	var sent []*watch
	var failed []error
	for _, w := range p.watched {
		before := len(w.outbox)
		if err := p.send(ctx, w); err != nil {
			failed = append(failed, fmt.Errorf("publishing for alarm %s: %w", w.id, err))
		}
		if len(w.outbox) < before {
			sent = append(sent, w)
		}
	}
	if err := p.keep(ctx, sent); err != nil {
		failed = append(failed, fmt.Errorf("keeping that messages of alarms are sent: %w", err))
	}
	return errors.Join(failed...)
}

// send empties an alarm's outbox, as far as it can.
func (p *Plane) send(ctx context.Context, w *watch) error {
	for len(w.outbox) > 0 {
		m := w.outbox[0]
		err := p.Publish(ctx, m.Topic, m.Title, []byte(m.Message))
		var refused *api.Error
		if err != nil && !errors.As(err, &refused) {
			return err
		}
		if err != nil {
			p.Log.Error("an alarm's message is lost", "alarm", w.id, "topic", m.Topic, "error", err)
		}
		w.outbox = w.outbox[1:]
	}
	return nil
}
