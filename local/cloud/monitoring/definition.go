package monitoring

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/monitoring/lifecycle"
	"github.com/cxbridge/cxbridge/local/cloud/monitoring/series"
	"github.com/cxbridge/cxbridge/local/cloud/store"
	"github.com/cxbridge/cxbridge/shared/mql"
)

// definition is an alarm, read for evaluation. Its times are Monitoring's.
type definition struct {
	id        string
	doc       store.Document
	query     *mql.Query
	selection series.Selection
	rule      lifecycle.Rule
	slack     time.Duration
	created   time.Time // its minute is the first that is evaluated
	from      time.Time // of the suppression
	until     time.Time
}

func (p *Plane) define(r *store.Resource) (definition, error) {
	d := definition{id: r.ID, doc: r.Doc, created: p.scale.in(r.Created)}
	var err error
	if d.query, err = mql.ParseAlarm(r.Doc.String("query")); err != nil {
		return d, fmt.Errorf("alarm %s: %w", r.ID, err)
	}
	lengths := map[string]time.Duration{}
	for _, key := range durations {
		if text := r.Doc.String(key.key); text != "" {
			if lengths[key.key], err = parseDuration(text); err != nil {
				return d, fmt.Errorf("alarm %s: %s: %w", r.ID, key.key, err)
			}
		}
	}
	d.slack = lengths["evaluationSlackDuration"]
	d.rule = lifecycle.Rule{
		Pending: int(lengths["pendingDuration"] / time.Minute), Repeat: lengths["repeatNotificationDuration"],
		Split: r.Doc.Bool("isNotificationsPerMetricDimensionEnabled"), CatchUp: p.Fidelity.SuppressedAlarmsCatchUp,
	}
	from, until, err := suppressed(r.Doc)
	if err != nil {
		return d, fmt.Errorf("alarm %s: %w", r.ID, err)
	}
	d.from, d.until = p.scale.in(from), p.scale.in(until)
	d.selection = p.selection(d)
	return d, nil
}

// selection is what the alarm looks at.
func (p *Plane) selection(d definition) series.Selection {
	s := series.Selection{Namespace: d.doc.String("namespace"), ResourceGroup: d.doc.String("resourceGroup"),
		CompartmentIDs: p.compartments(d.doc.String("metricCompartmentId"), d.doc.Bool("metricCompartmentIdInSubtree"))}
	// What is absent now has been there before, perhaps before the alarm was.
	if p.Fidelity.AlarmsStartBlank && !d.query.Absence() {
		s.Since = d.created
	}
	return s
}

// due is the last minute that can be evaluated now: metrics have the slack to come in.
func (d definition) due(now time.Time) time.Time { return now.Add(-d.slack).Truncate(time.Minute) }

// suppressed says whether nothing is said at a time; both ends are included
// (oci-go-sdk: monitoring.Suppression).
func (d definition) suppressed(now time.Time) bool {
	return !d.until.IsZero() && !now.Before(d.from) && !now.After(d.until)
}

// compartments are the one named, or all.
func (p *Plane) compartments(id string, subtree bool) []string {
	if subtree {
		return slices.Sorted(maps.Keys(p.engine.Compartments))
	}
	return []string{id}
}
