package monitoring

import (
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/monitoring/evaluation"
	"github.com/cxbridge/cxbridge/local/cloud/monitoring/series"
)

// Metric is a datapoint of one of the cloud's own services, whose namespaces begin with
// oci_. Nobody else can post those.
type Metric struct {
	Namespace, Name, CompartmentID, ResourceGroup string

	Dimensions map[string]string
	Value      float64
	Time       time.Time // the cloud's
	Count      bool      // of something: zero while nothing happens
}

// Emit keeps a service's datapoint. Of its time only the second counts, so that much of
// the same within one takes no room. It never blocks on anything slow, and never fails.
func (p *Plane) Emit(m Metric) {
	p.series.Add(p.now(), series.Stream{
		Metric:     series.Metric{CompartmentID: m.CompartmentID, Namespace: m.Namespace, Name: m.Name, ResourceGroup: m.ResourceGroup},
		Dimensions: m.Dimensions,
		Continued:  m.Count && p.Fidelity.ServiceMetricsContinueWithZero,
	}, evaluation.Point{Time: p.scale.in(m.Time).Truncate(time.Second), Value: m.Value, Count: 1})
}
