package monitoring

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cxbridge/cxbridge/local/cloud/monitoring/evaluation"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// What a posted metric stream may be (oci-go-sdk: monitoring.MetricDataDetails).
var (
	metricName   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._$-]*$`)
	dimensionKey = regexp.MustCompile(`^[!-~]{1,256}$`)
	reserved     = []string{"oci_", "oracle_"}

	metricData = resource.NewBody("metricData",
		"namespace! compartmentId! name! dimensions:map! datapoints:[datapoint]! resourceGroup metadata:map",
		map[string]string{"datapoint": "timestamp! value:any! count:int"})
)

const (
	maxName           = 255
	maxDimensions     = 20
	maxDimensionValue = 512
	maxMetadata       = 256

	oldest = 2 * time.Hour    // before now
	newest = 10 * time.Minute // after now
)

func postedStream(item any) (store.Document, error) {
	object, ok := item.(map[string]any)
	if !ok {
		return nil, errors.New("a metric stream is not an object")
	}
	doc := maps.Clone(object) // the check takes out nulls; the answer shows what was posted
	return doc, metricData.Check(doc)
}

func (p *Plane) checkPosted(doc store.Document) error {
	namespace, group := doc.String("namespace"), doc.String("resourceGroup")
	switch {
	case !namespaceForm.MatchString(namespace) || len(namespace) > maxName:
		return fmt.Errorf("namespace %q is not a letter, then letters, digits and underscores, at most %d", namespace, maxName)
	case slices.ContainsFunc(reserved, func(prefix string) bool { return strings.HasPrefix(strings.ToLower(namespace), prefix) }):
		return fmt.Errorf("namespace %q is reserved: none that begins with %s is for custom metrics", namespace, strings.Join(reserved, " or "))
	case !metricName.MatchString(doc.String("name")) || len(doc.String("name")) > maxName:
		return fmt.Errorf("name %q is not a letter, then letters, digits and . _ - $, at most %d", doc.String("name"), maxName)
	case doc["resourceGroup"] != nil && (!resourceGroupForm.MatchString(group) || len(group) > maxName):
		return fmt.Errorf("resourceGroup %q is not a letter, then letters, digits and . _ - $, at most %d", group, maxName)
	case p.engine.Compartments[doc.String("compartmentId")] == "":
		return fmt.Errorf("there is no compartment %s", doc.String("compartmentId"))
	case len(doc.Objects("datapoints")) == 0:
		return errors.New("datapoints is empty")
	}
	return checkPairs(doc)
}

func checkPairs(doc store.Document) error {
	dimensions := doc.StringMap("dimensions")
	if len(dimensions) < 1 || len(dimensions) > maxDimensions {
		return fmt.Errorf("%d dimensions, not 1 to %d", len(dimensions), maxDimensions)
	}
	for key, value := range dimensions {
		if !dimensionKey.MatchString(key) {
			return fmt.Errorf("the dimension %q is not 1 to 256 printable ASCII characters without spaces", key)
		}
		if n := utf8.RuneCountInString(value); n < 1 || n > maxDimensionValue {
			return fmt.Errorf("the value of dimension %s has %d characters, not 1 to %d", key, n, maxDimensionValue)
		}
	}
	for key, value := range doc.StringMap("metadata") {
		if max(utf8.RuneCountInString(key), utf8.RuneCountInString(value)) > maxMetadata {
			return fmt.Errorf("metadata: %.20s… is longer than %d characters", key, maxMetadata)
		}
	}
	return nil
}

// readDatapoint reads a datapoint. Its time is the cloud's.
func readDatapoint(doc store.Document, now time.Time) (evaluation.Point, error) {
	point := evaluation.Point{Count: 1}
	var err error
	if point.Time, err = time.Parse(time.RFC3339, doc.String("timestamp")); err != nil {
		return point, fmt.Errorf("timestamp %q is not a time in RFC 3339", doc.String("timestamp"))
	}
	if !point.Time.After(now.Add(-oldest)) || !point.Time.Before(now.Add(newest)) {
		return point, fmt.Errorf("timestamp %s is not less than two hours in the past and ten minutes in the future", doc.String("timestamp"))
	}
	number, ok := doc["value"].(json.Number)
	if point.Value, err = number.Float64(); !ok || err != nil || math.IsInf(point.Value, 0) {
		return point, fmt.Errorf("value %v is not a number", doc["value"])
	}
	if count, given := doc.Int("count"); given {
		if count < 1 || count > math.MaxInt32 {
			return point, fmt.Errorf("count %d is not greater than zero", count)
		}
		point.Count = int(count)
	}
	return point, nil
}
