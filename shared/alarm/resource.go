package alarm

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Resource is something that fires.
type Resource struct {
	ID     string   // the dimension resourceId, or all dimensions: the same in every message
	Name   string   // for people
	Values []string // what was measured, such as "CpuUtilization[1m].mean() = 92.00"; none before version 1.5
}

// maxListed is the most streams that are listed (Monitoring: alarm message format page).
const maxListed = 100

// The dimensions that identify a resource and that name it, best first, as namespaces call them (resource_id: compute agent's
// own metrics). They are compared in lower case.
var (
	idDimensions   = []string{"resourceid", "resource_id", "resourceocid"}
	nameDimensions = []string{"resourcedisplayname", "displayname", "resourcename", "resource_name", "name", "hostname"}
)

// resources puts the streams of a message's alarms together, and tells whether they are all that fire.
func resources(alarms []wireAlarm) (resources []Resource, complete bool) {
	at := map[string]int{}
	complete = true
	for _, alarm := range alarms {
		complete = complete && alarm.complete()
		for i, dimensions := range alarm.Dimensions {
			r, ok := newResource(dimensions)
			if !ok {
				continue
			}
			if _, known := at[r.ID]; !known {
				at[r.ID] = len(resources)
				resources = append(resources, r)
			}
			if known := &resources[at[r.ID]]; i < len(alarm.MetricValues) {
				known.Values = append(known.Values, values(alarm.MetricValues[i])...)
			}
		}
	}
	return resources, complete && len(resources) > 0
}

// complete tells whether all streams are listed: as many as are counted, or else less than can be.
func (a *wireAlarm) complete() bool {
	if total, err := strconv.Atoi(string(a.TotalMetricsFiring)); err == nil {
		return total <= len(a.Dimensions)
	}
	return len(a.Dimensions) < maxListed
}

// newResource is the resource of a stream. One without dimensions, as grouping makes it, has none.
func newResource(dimensions map[string]text) (Resource, bool) {
	byName := make(map[string]string, len(dimensions))
	for name, value := range dimensions {
		if value != "" {
			byName[strings.ToLower(name)] = string(value)
		}
	}
	first := func(names []string) string {
		for _, name := range names {
			if value := byName[name]; value != "" {
				return value
			}
		}
		return ""
	}
	id, name := first(idDimensions), first(nameDimensions)
	if id == "" {
		id = canonical(byName)
	}
	if name == "" {
		name = id
	}
	return Resource{ID: id, Name: name}, id != ""
}

// canonical writes dimensions in one way, whatever their order and case were.
func canonical(dimensions map[string]string) string {
	parts := make([]string, 0, len(dimensions))
	for _, name := range slices.Sorted(maps.Keys(dimensions)) {
		parts = append(parts, fmt.Sprintf("%s = %q", name, dimensions[name]))
	}
	return strings.Join(parts, ", ")
}

func values(measured map[string]text) []string {
	var all []string
	for _, query := range slices.Sorted(maps.Keys(measured)) {
		all = append(all, fmt.Sprintf("%s = %s", query, measured[query]))
	}
	return all
}
