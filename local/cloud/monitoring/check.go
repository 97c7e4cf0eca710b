package monitoring

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
	"github.com/cxbridge/cxbridge/shared/mql"
)

// topicKind is what Notifications calls its topics in the store.
const topicKind = "onstopic"

var (
	namespaceForm     = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)
	resourceGroupForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._$-]*$`)
)

// durations are the bounds of an alarm's (oci-go-sdk: monitoring.CreateAlarmDetails).
var durations = []struct {
	key      string
	min, max time.Duration
}{
	{"pendingDuration", time.Minute, time.Hour},
	{"repeatNotificationDuration", time.Minute, 30 * 24 * time.Hour},
	{"evaluationSlackDuration", 3 * time.Minute, 2 * time.Hour},
}

// texts are the longest an alarm's texts may be, in characters (same source; titles:
// Monitoring, Alarm Message Format).
var texts = map[string]int{"displayName": 255, "body": 1000, "notificationTitle": 1000, "alarmSummary": 1000, "query": 4000}

// checkUpdate checks an alarm as an update leaves it.
func checkUpdate(op *resource.Op, before, r *store.Resource) error {
	if r.Doc.String("compartmentId") != before.Doc.String("compartmentId") {
		return api.NotSimulated("moving an alarm to another compartment")
	}
	return check(op, r.Doc)
}

// check refuses what OCI refuses of an alarm, and what this cloud does not evaluate.
func check(op *resource.Op, doc store.Document) error {
	if _, err := mql.ParseAlarm(doc.String("query")); err != nil {
		return api.InvalidParameter("Alarm: %v", err)
	}
	for _, checked := range []error{
		checkNotSimulated(doc), checkTexts(doc), checkDurations(doc), checkWhere(op, doc), checkDestinations(op, doc), checkSuppression(doc),
	} {
		if checked != nil {
			return checked
		}
	}
	return nil
}

func checkNotSimulated(doc store.Document) error {
	if overrides, given := doc["overrides"].([]any); doc["overrides"] != nil && (!given || len(overrides) > 0) {
		return api.NotSimulated("overrides of alarms")
	}
	return nil
}

func checkTexts(doc store.Document) error {
	for key, longest := range texts {
		text, given := doc[key].(string)
		if length := utf8.RuneCountInString(text); given && (length < 1 || length > longest) {
			return api.InvalidParameter("Alarm: %s has %d characters, not 1 to %d", key, length, longest)
		}
	}
	switch {
	case !namespaceForm.MatchString(doc.String("namespace")):
		return api.InvalidParameter("Alarm: namespace %q is not a letter, then letters, digits and underscores", doc.String("namespace"))
	case doc["resourceGroup"] != nil && !resourceGroupForm.MatchString(doc.String("resourceGroup")):
		return api.InvalidParameter("Alarm: resourceGroup %q is not a letter, then letters, digits and . _ - $", doc.String("resourceGroup"))
	case doc.String("resolution") != "1m":
		return api.InvalidParameter("Alarm: resolution %q is not 1m, the only one there is", doc.String("resolution"))
	case doc["notificationVersion"] != nil && doc.String("notificationVersion") != "1.X":
		return api.InvalidParameter("Alarm: notificationVersion %q is not 1.X, the only one there is", doc.String("notificationVersion"))
	}
	return nil
}

func checkDurations(doc store.Document) error {
	for _, d := range durations {
		text, given := doc[d.key].(string)
		if !given {
			continue
		}
		length, err := parseDuration(text)
		if err != nil {
			return api.InvalidParameter("Alarm: %s: %v", d.key, err)
		}
		if length < d.min || length > d.max || length%time.Minute != 0 {
			return api.InvalidParameter("Alarm: %s %s is not whole minutes from %v to %v", d.key, text, d.min, d.max)
		}
	}
	return nil
}

// checkWhere checks where the alarm's metric is.
func checkWhere(op *resource.Op, doc store.Document) error {
	compartment := doc.String("metricCompartmentId")
	if _, known := op.Compartments[compartment]; !known {
		return api.NotFound("Compartment", compartment)
	}
	if doc.Bool("metricCompartmentIdInSubtree") && compartment != op.Tenancy {
		return api.InvalidParameter("Alarm: metricCompartmentIdInSubtree needs the tenancy as metricCompartmentId")
	}
	return nil
}

// checkDestinations wants one topic. Streams, the other destination, are not simulated.
func checkDestinations(op *resource.Op, doc store.Document) error {
	destinations := doc.Strings("destinations")
	if len(destinations) == 0 {
		return api.InvalidParameter("Alarm: destinations is empty")
	}
	if slices.ContainsFunc(destinations, isStream) {
		return api.NotSimulated("streams as destinations of alarms")
	}
	if len(destinations) > 1 {
		return api.InvalidParameter("Alarm: %d destinations; there is one of each service", len(destinations))
	}
	topic, err := op.Get(destinations[0])
	if err != nil || topic.Kind != topicKind {
		return api.InvalidParameter("Alarm: destinations: there is no topic %s", destinations[0])
	}
	return nil
}

func isStream(id string) bool { return strings.HasPrefix(id, "ocid1.stream.") }

func checkSuppression(doc store.Document) error {
	if doc["suppression"] == nil {
		return nil
	}
	from, until, err := suppressed(doc)
	if err != nil {
		return api.InvalidParameter("Alarm: suppression: %v", err)
	}
	if !from.Before(until) {
		return api.InvalidParameter("Alarm: suppression: timeSuppressFrom is not before timeSuppressUntil")
	}
	return nil
}
