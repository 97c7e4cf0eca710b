package monitoring

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/monitoring/evaluation"
	"github.com/cxbridge/cxbridge/local/cloud/monitoring/series"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// maxStreams is how many metric streams one call posts at most (oci-go-sdk:
// monitoring.PostMetricData).
const maxStreams = 50

// registerPost adds PostMetricData. OCI has it on a host of its own, telemetry-ingestion.
func (p *Plane) registerPost() {
	body := resource.NewBody("PostMetricData", "metricData:any! batchAtomicity:ATOMIC|NON_ATOMIC", nil)
	p.engine.Server.Handle(api.Route{Pattern: "POST " + base + "/metrics", ForResources: true, Handler: func(c *api.Call) (*api.Answer, error) {
		doc, err := postedDocument(c)
		if err != nil {
			return nil, err
		}
		if err := body.Check(doc); err != nil {
			return nil, err
		}
		return p.post(c, doc)
	}})
}

// postedDocument reads the body, which may be compressed.
func postedDocument(c *api.Call) (store.Document, error) {
	switch encoding := c.Request.Header.Get("Content-Encoding"); strings.ToLower(encoding) {
	case "", "identity":
		return c.Document()
	case "gzip":
		unpacked, err := gzip.NewReader(bytes.NewReader(c.Body))
		if err != nil {
			return nil, api.InvalidParameter("the body is not gzip: %v", err)
		}
		data, err := io.ReadAll(io.LimitReader(unpacked, api.MaxBody))
		if err != nil {
			return nil, api.InvalidParameter("the body is not gzip: %v", err)
		}
		doc, err := store.ParseDocument(data)
		if err != nil {
			return nil, api.InvalidParameter("the body is not a JSON object: %v", err)
		}
		return doc, nil
	default:
		return nil, api.InvalidParameter("Content-Encoding %s is neither identity nor gzip", encoding)
	}
}

// post keeps what is valid. With ATOMIC one fault refuses everything; without, only if
// nothing is left.
func (p *Plane) post(c *api.Call, doc store.Document) (*api.Answer, error) {
	list, _ := doc["metricData"].([]any)
	if len(list) == 0 || len(list) > maxStreams {
		return nil, api.InvalidParameter("PostMetricData: metricData has %d metric streams, not 1 to %d", len(list), maxStreams)
	}
	now := p.engine.Clock()
	var good []posted
	var fault error
	failed := []any{}
	for _, item := range list {
		one, err := p.readPosted(item, now)
		if err != nil {
			fault = err
			failed = append(failed, map[string]any{"message": err.Error(), "metricData": item})
			continue
		}
		good = append(good, one)
	}
	if fault != nil && (len(good) == 0 || doc.String("batchAtomicity") == "ATOMIC") {
		return nil, api.InvalidParameter("PostMetricData: %d of %d metric streams are not valid; the last one: %v", len(failed), len(list), fault)
	}
	for _, one := range good {
		if err := p.Guard(c.Context(), c.Caller, one.stream.CompartmentID, one.stream.Namespace); err != nil {
			return nil, err
		}
	}
	for _, one := range good {
		p.series.Add(p.now(), one.stream, one.points...)
	}
	return api.OK(map[string]any{"failedMetricsCount": len(failed), "failedMetrics": failed}), nil
}

// posted is a valid metric stream.
type posted struct {
	stream series.Stream
	points []evaluation.Point // in Monitoring's time
}

func (p *Plane) readPosted(item any, now time.Time) (posted, error) {
	doc, err := postedStream(item)
	if err != nil {
		return posted{}, err
	}
	if err := p.checkPosted(doc); err != nil {
		return posted{}, err
	}
	one := posted{stream: series.Stream{
		Metric: series.Metric{CompartmentID: doc.String("compartmentId"), Namespace: doc.String("namespace"), Name: doc.String("name"),
			ResourceGroup: doc.String("resourceGroup")},
		Dimensions: doc.StringMap("dimensions"), Metadata: doc.StringMap("metadata"),
	}}
	for _, datapoint := range doc.Objects("datapoints") {
		point, err := readDatapoint(datapoint, now)
		if err != nil {
			return posted{}, err
		}
		point.Time = p.scale.in(point.Time)
		one.points = append(one.points, point)
	}
	return one, nil
}
