package registration

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/cxbridge/cxbridge/local/desk/cxif/wire"
)

// Filter chooses registrations of a list (CX Industries REST API: Get all listener
// registrations). An empty field chooses all.
type Filter struct {
	APIID, APIName, APIVersion string // all three of one affiliated API
	ListenerURL, Type          string
}

// newFilter reads the query parameters of a list.
func newFilter(query url.Values) (f Filter, err error) {
	fields := map[string]*string{
		"api-id": &f.APIID, "api-name": &f.APIName, "api-version": &f.APIVersion, "listener-url": &f.ListenerURL, "type": &f.Type,
	}
	for name, values := range query {
		field := fields[name]
		if field == nil {
			return f, wire.Refuse(http.StatusBadRequest, "The query parameter %.40q is unknown; use api-id, api-name, api-version, listener-url, type", name)
		}
		if len(values) > 1 {
			return f, wire.Refuse(http.StatusBadRequest, "The query parameter %s is given twice", name)
		}
		*field = values[0]
	}
	if f.Type != "" && f.Type != "external" && f.Type != "internal" {
		return f, wire.Refuse(http.StatusBadRequest, "type is %.40q; use external or internal", f.Type)
	}
	return f, nil
}

func (f Filter) passes(r Registration) bool {
	return (f.Type == "" || f.Type == r.Type) &&
		(f.ListenerURL == "" || f.ListenerURL == r.Locality.External.URL) &&
		slices.ContainsFunc(r.APIs, f.passesAPI)
}

func (f Filter) passesAPI(api API) bool {
	return (f.APIID == "" || f.APIID == api.ID || f.APIID == api.Number) &&
		(f.APIName == "" || f.APIName == api.Name) &&
		(f.APIVersion == "" || f.APIVersion == api.Version)
}
