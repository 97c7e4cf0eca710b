package registration

import (
	"slices"

	"github.com/cxbridge/cxbridge/shared/criteria"
)

// Wants tells whether the listener is to be told of an event of an API's version.
// event is as encoding/json decodes one into an any.
func (r Registration) Wants(apiName, apiVersion string, event any) bool {
	return slices.ContainsFunc(r.APIs, func(api API) bool {
		return api.Name == apiName && api.Version == apiVersion && api.chooses(event)
	})
}

// chooses tells whether the query does. What is kept has been checked, so that it parses.
func (api API) chooses(event any) bool {
	if api.Query == "" {
		return true
	}
	query, err := criteria.Parse(api.Query)
	return err == nil && query.Matches(event)
}
