package monitoring

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/monitoring/series"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// registerMetrics adds ListMetrics.
func (p *Plane) registerMetrics() {
	body := resource.NewBody("ListMetrics", "name namespace resourceGroup dimensionFilters:map groupBy:strings "+
		"sortBy:NAMESPACE|NAME|RESOURCEGROUP sortOrder:ASC|DESC", nil)
	p.reader("/metrics/actions/listMetrics", body, func(op *resource.Op, doc store.Document) (*api.Answer, error) {
		compartments, err := p.askedCompartments(op.Call)
		if err != nil {
			return nil, err
		}
		streams := p.series.Streams(func(s series.Stream) bool { return slices.Contains(compartments, s.CompartmentID) && listedBy(doc, s) })
		items, err := describe(streams, doc.Strings("groupBy"))
		if err != nil {
			return nil, err
		}
		sortMetrics(items, doc)
		return resource.Paged(op.Call, items)
	})
}

// askedCompartments are those that a call's query parameters name.
func (p *Plane) askedCompartments(c *api.Call) ([]string, error) {
	id, subtree := c.Query("compartmentId"), c.Query("compartmentIdInSubtree") == "true"
	switch {
	case id == "":
		return nil, api.MissingParameter("compartmentId is required")
	case p.engine.Compartments[id] == "":
		return nil, api.NotFound("Compartment", id)
	case subtree && id != p.engine.Tenancy:
		return nil, api.InvalidParameter("compartmentIdInSubtree needs the tenancy as compartmentId")
	}
	return p.compartments(id, subtree), nil
}

// listedBy says whether a stream is among those that ListMetrics was asked for. With
// groupBy, dimensions do not matter.
func listedBy(doc store.Document, s series.Stream) bool {
	for key, actual := range map[string]string{"name": s.Name, "namespace": s.Namespace} {
		if wanted := doc.String(key); wanted != "" && wanted != actual {
			return false
		}
	}
	grouped := len(doc.Strings("groupBy")) > 0
	if doc.String("resourceGroup") != s.ResourceGroup && (doc["resourceGroup"] != nil || !grouped) {
		return false
	}
	if grouped {
		return true
	}
	for name, value := range doc.StringMap("dimensionFilters") {
		if s.Dimensions[name] != value {
			return false
		}
	}
	return true
}

// describe shows streams, or with groupBy the different values of these fields.
func describe(streams []series.Stream, groupBy []string) ([]store.Document, error) {
	seen := map[string]store.Document{}
	for _, s := range streams {
		all := store.Document{"namespace": s.Namespace, "name": s.Name, "compartmentId": s.CompartmentID, "dimensions": s.Dimensions}
		if s.ResourceGroup != "" {
			all["resourceGroup"] = s.ResourceGroup
		}
		shown := all
		if len(groupBy) > 0 {
			shown = store.Document{}
		}
		for _, field := range groupBy {
			if !slices.Contains([]string{"namespace", "name", "resourceGroup"}, field) {
				return nil, api.InvalidParameter("ListMetrics: groupBy %q is none of namespace, name, resourceGroup", field)
			}
			if all[field] != nil {
				shown[field] = all[field]
			}
		}
		key, err := json.Marshal(shown)
		if err != nil {
			return nil, err
		}
		seen[string(key)] = shown
	}
	items := make([]store.Document, 0, len(seen))
	for _, key := range slices.Sorted(maps.Keys(seen)) {
		items = append(items, seen[key])
	}
	return items, nil
}

func sortMetrics(items []store.Document, doc store.Document) {
	field, ok := map[string]string{"NAME": "name", "RESOURCEGROUP": "resourceGroup"}[doc.String("sortBy")]
	if !ok {
		field = "namespace"
	}
	slices.SortStableFunc(items, func(a, b store.Document) int {
		order := cmp.Or(strings.Compare(a.String(field), b.String(field)), strings.Compare(a.String("name"), b.String("name")))
		if doc.String("sortOrder") == "DESC" {
			return -order
		}
		return order
	})
}
