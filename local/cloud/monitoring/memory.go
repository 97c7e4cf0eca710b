package monitoring

import (
	"context"
	"fmt"

	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Metrics are in memory. So that a restart does not look like the absence of them all,
// they are written when the cloud closes, and read when it opens again; what was
// reported in between a close and a crash is lost.

// Resume brings back the metrics of before the restart.
func (p *Plane) Resume(ctx context.Context) error {
	var streams [][]byte
	err := p.engine.Store.View(ctx, func(tx *store.Tx) (err error) {
		streams, err = tx.MetricStreams()
		return err
	})
	if err != nil {
		return fmt.Errorf("resuming Monitoring: %w", err)
	}
	for _, data := range streams {
		if err := p.series.Load(p.now(), data, p.scale.in); err != nil {
			return fmt.Errorf("resuming Monitoring: %w", err)
		}
	}
	p.resumed.Store(true)
	return nil
}

// Close waits for an evaluation that is under way and writes the metrics down, unless
// those of before were never read.
func (p *Plane) Close() error {
	if !p.resumed.Load() {
		return nil
	}
	p.ticking.Lock()
	defer p.ticking.Unlock()
	p.series.Forget(p.now())
	streams, err := p.series.Dump(p.scale.out)
	if err == nil {
		err = p.engine.Store.Update(context.Background(), func(tx *store.Tx) error { return tx.ReplaceMetricStreams(streams) })
	}
	if err != nil {
		return fmt.Errorf("closing Monitoring: %w", err)
	}
	return nil
}
