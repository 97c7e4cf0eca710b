package table

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"
)

// What follows says when two spellings are one value. It is what the official
// provider's DiffSuppressFuncs say (terraform-provider-oci:
// nosql_table_resource.go, ons_subscription_resource.go, monitoring_alarm_resource.go).

// sameLetters: a statement's case means nothing.
func sameLetters(wanted, live any) bool {
	a, ok1 := wanted.(string)
	b, ok2 := live.(string)
	return ok1 && ok2 && strings.EqualFold(a, b)
}

// sameJSON: two texts of one JSON value.
func sameJSON(wanted, live any) bool {
	a, ok1 := parsed(wanted)
	b, ok2 := parsed(live)
	return ok1 && ok2 && reflect.DeepEqual(a, b)
}

func parsed(v any) (value any, ok bool) {
	text, _ := v.(string)
	return value, json.Unmarshal([]byte(text), &value) == nil
}

// sameLimits: on demand, OCI chooses the units.
func sameLimits(wanted, live any) bool {
	a, ok1 := wanted.(map[string]any)
	b, ok2 := live.(map[string]any)
	return ok1 && ok2 && a["capacityMode"] == "ON_DEMAND" && b["capacityMode"] == "ON_DEMAND" &&
		a["maxStorageInGbs"] == b["maxStorageInGbs"]
}

// sameSuppression: a moment has many spellings.
func sameSuppression(wanted, live any) bool {
	a, ok1 := wanted.(map[string]any)
	b, ok2 := live.(map[string]any)
	if !ok1 || !ok2 {
		return false
	}
	for _, name := range []string{"timeSuppressFrom", "timeSuppressUntil"} {
		if !sameMoment(a[name], b[name]) {
			return false
		}
	}
	return a["description"] == nil || a["description"] == b["description"]
}

func sameMoment(a, b any) bool {
	x, err1 := moment(a)
	y, err2 := moment(b)
	return err1 == nil && err2 == nil && x.Equal(y)
}

func moment(v any) (time.Time, error) {
	text, _ := v.(string)
	return time.Parse(time.RFC3339Nano, text)
}
