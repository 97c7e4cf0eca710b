package monitoring

import (
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/monitoring/evaluation"
	"github.com/cxbridge/cxbridge/local/cloud/monitoring/series"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
	"github.com/cxbridge/cxbridge/shared/mql"
)

// defaultRange is how far back a query without startTime looks.
const defaultRange = 3 * time.Hour

// registerSummarize adds SummarizeMetricsData.
func (p *Plane) registerSummarize() {
	body := resource.NewBody("SummarizeMetricsData", "namespace! query! resourceGroup startTime endTime resolution", nil)
	p.engine.Reader("POST "+base+"/metrics/actions/summarizeMetricsData", func(op *resource.Op) (*api.Answer, error) {
		doc, err := op.Call.Document()
		if err != nil {
			return nil, err
		}
		if err := body.Check(doc); err != nil {
			return nil, err
		}
		compartments, err := p.askedCompartments(op.Call)
		if err != nil {
			return nil, err
		}
		return p.summarize(op, doc, compartments)
	})
}

func (p *Plane) summarize(op *resource.Op, doc store.Document, compartments []string) (*api.Answer, error) {
	query, err := mql.Parse(doc.String("query"))
	if err != nil {
		return nil, api.InvalidParameter("SummarizeMetricsData: %v", err)
	}
	from, to, err := timeRange(doc, op.Now)
	if err != nil {
		return nil, err
	}
	text := doc.String("resolution")
	if text == "" {
		text = "1m"
	}
	resolution := mql.Duration(text)
	if !resolutionForm.MatchString(text) || resolution.Length() < time.Minute || resolution.Length() > 24*time.Hour {
		return nil, api.InvalidParameter("SummarizeMetricsData: resolution %q is not 1m to 60m, 1h to 24h or 1d", text)
	}
	source := p.series.Source(series.Selection{CompartmentIDs: compartments, Namespace: doc.String("namespace"),
		ResourceGroup: doc.String("resourceGroup"), Until: p.now()})
	streams, err := evaluation.Series(query, source, p.scale.in(from), p.scale.in(to), resolution.Length())
	if err != nil {
		return nil, api.InvalidParameter("SummarizeMetricsData: %v", err)
	}
	items := make([]store.Document, len(streams))
	for i, s := range streams {
		items[i] = p.describeSeries(s, query, doc, op.Call.Query("compartmentId"), text)
	}
	return api.OK(items), nil
}

func timeRange(doc store.Document, now time.Time) (from, to time.Time, err error) {
	from, to = now.Add(-defaultRange), now
	for key, into := range map[string]*time.Time{"startTime": &from, "endTime": &to} {
		if text := doc.String(key); text != "" {
			if *into, err = time.Parse(time.RFC3339, text); err != nil {
				return from, to, api.InvalidParameter("SummarizeMetricsData: %s %q is not a time in RFC 3339", key, text)
			}
		}
	}
	if !from.Before(to) {
		return from, to, api.InvalidParameter("SummarizeMetricsData: startTime is not before endTime")
	}
	return from, to, nil
}

func (p *Plane) describeSeries(s evaluation.Stream, query *mql.Query, doc store.Document, compartment, resolution string) store.Document {
	points := make([]any, len(s.Points))
	for i, point := range s.Points {
		points[i] = map[string]any{"timestamp": resource.Time(p.scale.out(point.Time)), "value": point.Value}
	}
	dimensions := s.Dimensions
	if dimensions == nil {
		dimensions = map[string]string{}
	}
	d := store.Document{"namespace": doc.String("namespace"), "compartmentId": compartment, "name": strings.Join(query.Metrics(), ","),
		"dimensions": dimensions, "aggregatedDatapoints": points, "resolution": resolution, "metadata": map[string]any{}}
	if group := doc.String("resourceGroup"); group != "" {
		d["resourceGroup"] = group
	}
	return d
}
