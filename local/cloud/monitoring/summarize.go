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
	p.reader("/metrics/actions/summarizeMetricsData", body, func(op *resource.Op, doc store.Document) (*api.Answer, error) {
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
	resolution, err := readResolution(doc, query)
	if err != nil {
		return nil, err
	}
	source := p.series.Source(series.Selection{CompartmentIDs: compartments, Namespace: doc.String("namespace"),
		ResourceGroup: doc.String("resourceGroup"), Until: p.now()})
	streams, err := evaluation.Series(query, source, p.scale.in(from), p.scale.in(to), resolution.Length())
	if err != nil {
		return nil, api.InvalidParameter("SummarizeMetricsData: %v", err)
	}
	items := make([]store.Document, len(streams))
	for i, s := range streams {
		items[i] = p.describeSeries(s, query, doc, op.Call.Query("compartmentId"), resolution)
	}
	return api.OK(items), nil
}

// readResolution reads how far apart the windows are; they leave no gaps (oci-go-sdk:
// monitoring.SummarizeMetricsDataDetails).
func readResolution(doc store.Document, query *mql.Query) (mql.Duration, error) {
	text := doc.String("resolution")
	if text == "" {
		return "1m", nil
	}
	resolution, err := mql.ParseInterval(text)
	if err != nil {
		return "", api.InvalidParameter("SummarizeMetricsData: resolution: %v", err)
	}
	if resolution.Length() > query.Interval() {
		return "", api.InvalidParameter("SummarizeMetricsData: the resolution %s is longer than an interval of the query %s", text, query)
	}
	return resolution, nil
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

func (p *Plane) describeSeries(s evaluation.Stream, query *mql.Query, doc store.Document, compartment string, resolution mql.Duration) store.Document {
	points := make([]any, len(s.Points))
	for i, point := range s.Points {
		points[i] = map[string]any{"timestamp": resource.Time(p.scale.out(point.Time)), "value": point.Value}
	}
	d := store.Document{"namespace": doc.String("namespace"), "compartmentId": compartment, "name": strings.Join(query.Metrics(), ","),
		"dimensions": s.Dimensions, "aggregatedDatapoints": points, "resolution": string(resolution), "metadata": map[string]any{}}
	if group := doc.String("resourceGroup"); group != "" {
		d["resourceGroup"] = group
	}
	return d
}
