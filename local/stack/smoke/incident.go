package smoke

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/cxbridge/cxbridge/shared/b2c"
)

// defaultAttribute holds an incident's key where the function's configuration does not
// say otherwise (shared/incidents).
const defaultAttribute = "OCI.dedupe_key"

// byKey finds the incident of an alarm or an entity, by a function's configuration.
func (s *smoke) byKey(ctx context.Context, config map[string]string, key string) (*b2c.IncidentState, error) {
	name := config["dedupe_key_attribute"]
	if name == "" {
		name = defaultAttribute
	}
	attribute, err := b2c.ParseAttribute(name)
	if err != nil {
		return nil, final(err)
	}
	incident, err := s.site.FindIncident(ctx, attribute, key)
	return s.found(incident, err, fmt.Sprintf("whose %s is %s", attribute, key))
}

// found is an incident that was looked for.
func (s *smoke) found(incident *b2c.IncidentState, err error, which string) (*b2c.IncidentState, error) {
	switch {
	case err != nil:
		return nil, unread(err)
	case incident == nil:
		return nil, fmt.Errorf("B2C Service has no incident %s: %s", which, s.logs())
	}
	return incident, nil
}

// unread is why nothing could be read back. B2C Service locks accounts that it refuses too
// often, so that these are not tried again.
func unread(err error) error {
	err = fmt.Errorf("reading back what came of it: %w", err)
	if refused := (*b2c.Error)(nil); errors.As(err, &refused) && (refused.Status == http.StatusUnauthorized || refused.Status == http.StatusForbidden) {
		return final(fmt.Errorf("%w: does the site let the account in from this machine's address?", err))
	}
	return err
}
