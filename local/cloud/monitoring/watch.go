package monitoring

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/monitoring/evaluation"
	"github.com/cxbridge/cxbridge/local/cloud/monitoring/lifecycle"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// catchUp is how far back minutes that were missed are evaluated, in Monitoring's time:
// while the machine slept there were no metrics either, and what was before is history.
const catchUp = 24 * time.Hour

// messagesPerEvaluation is what an alarm sends a topic at most for one minute; further
// ones are dropped (Monitoring: Limits).
const messagesPerEvaluation = 60

// watch is an alarm under evaluation.
type watch struct {
	definition
	evaluated time.Time // the end of the last minute evaluated; Monitoring's time
	state     lifecycle.State
	outbox    []outgoing
	changes   []store.AlarmChange // not stored yet
}

// kept is what is stored of a watch. Its times are the cloud's.
type kept struct {
	Evaluated time.Time       `json:"evaluated"`
	State     lifecycle.State `json:"state"`
	Outbox    []outgoing      `json:"outbox,omitempty"`
}

func (p *Plane) encode(w *watch) ([]byte, error) {
	return json.Marshal(kept{p.scale.out(w.evaluated), w.state.Convert(p.scale.out), w.outbox})
}

func (p *Plane) decode(w *watch, data []byte) error {
	var k kept
	if err := json.Unmarshal(data, &k); err != nil {
		return fmt.Errorf("state of alarm %s: %w", w.id, err)
	}
	w.evaluated = p.scale.in(k.Evaluated).Truncate(time.Minute)
	w.state, w.outbox = k.State.Convert(p.scale.in), k.Outbox
	return nil
}

// evaluate moves the alarm on to the last minute that is due. It says whether there
// was any.
func (p *Plane) evaluate(w *watch, now time.Time) bool {
	due := w.due(now)
	if !w.evaluated.Before(due) {
		return false
	}
	if earliest := due.Add(-catchUp); w.evaluated.Before(earliest) {
		w.evaluated = earliest
	}
	if !w.doc.Bool("isEnabled") { // forgets: what fires once it is enabled again fires anew
		w.evaluated, w.state = due, lifecycle.State{}
		return true
	}
	selection := w.selection
	selection.Until = due
	source := p.series.Source(selection)
	for w.evaluated.Before(due) {
		w.evaluated = w.evaluated.Add(time.Minute)
		p.minute(w, evaluation.At(w.query, source, w.evaluated))
	}
	return true
}

// minute takes what the query gave in the minute that ends at w.evaluated.
func (p *Plane) minute(w *watch, results []evaluation.Result) {
	seen := make([]lifecycle.Observation, len(results))
	for i, r := range results {
		seen[i] = lifecycle.Observation(r)
	}
	rule := w.rule
	rule.Silent = w.suppressed(w.evaluated.Add(w.slack))
	fired := w.state.Firing
	messages := w.state.Step(rule, w.evaluated, seen)
	if fired != w.state.Firing {
		w.changes = append(w.changes, store.AlarmChange{Alarm: w.id, Created: p.engine.Clock(), Triggered: p.scale.out(w.evaluated),
			Firing: w.state.Firing, Summary: p.shownSummary(w.definition, w.state.Firing, w.state.Since, "", w.state.Active()...)})
	}
	if len(messages) > messagesPerEvaluation {
		p.Log.Warn("messages of an alarm are dropped, as Monitoring does with more than 60 of one evaluation", "alarm", w.id, "dropped", len(messages)-messagesPerEvaluation)
		messages = messages[:messagesPerEvaluation]
	}
	for _, m := range messages {
		w.outbox = append(w.outbox, p.compose(w.definition, m))
	}
}

func status(firing bool) string {
	if firing {
		return "FIRING"
	}
	return "OK"
}
