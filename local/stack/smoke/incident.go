package smoke

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/incidents"
)

// find looks for an incident, and returns nil if there is none.
type find func(context.Context) (*b2c.IncidentState, error)

// byKey finds the incident of an alarm or an entity, by a function's configuration, which the
// settings' checks have let through.
func (s *smoke) byKey(configuration map[string]string, key string) find {
	attribute := incidents.Configured(config.NewReader(func(name string) string { return configuration[name] })).Attribute
	return func(ctx context.Context) (*b2c.IncidentState, error) { return s.site.FindIncident(ctx, attribute, key) }
}

// siteFlow looks for what is not there yet. If that fails, nothing is sent: what would come
// of it could neither be read nor solved, and an account that is refused is so once, and not
// by all flows.
func (s *smoke) siteFlow(flows []flow) flow {
	return flow{name: "B2C Service", checks: []check{{"incidents can be looked for", func(ctx context.Context) error {
		for _, f := range flows {
			if f.find == nil {
				continue
			}
			if _, err := f.find(ctx); err != nil {
				return unread(err)
			}
		}
		return nil
	}}}}
}

// finds looks for an incident that must be there.
func (s *smoke) finds(find find, which string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := s.found(ctx, find, which)
		return err
	}
}

func (s *smoke) found(ctx context.Context, find find, which string) (*b2c.IncidentState, error) {
	incident, err := find(ctx)
	switch {
	case err != nil:
		return nil, unread(err)
	case incident == nil:
		return nil, fmt.Errorf("B2C Service has no incident %s: %s", which, s.logs())
	}
	return incident, nil
}

// unread is why nothing could be read. B2C Service locks accounts that it refuses too often,
// so that these are not tried again, and neither is a query that it does not understand.
func unread(err error) error {
	err = fmt.Errorf("looking for incidents: %w", err)
	refused := (*b2c.Error)(nil)
	if !errors.As(err, &refused) {
		return err
	}
	switch refused.Status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return final(fmt.Errorf("%w: does the site let the account in from this machine's address?", err))
	case http.StatusBadRequest:
		return final(fmt.Errorf("%w: has the site the custom attribute of dedupe_key_attribute, by default OCI.dedupe_key?", err))
	}
	return err
}

// tidyTimeout is how long solving all incidents may take: an interrupt waits for it.
const tidyTimeout = 30 * time.Second

// tidy solves what came of the flows, also of those that failed or were interrupted: agents
// have nothing to do with it.
func (s *smoke) tidy(ctx context.Context, flows []flow) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), tidyTimeout)
	defer cancel()
	together(flows, func(f flow) {
		if f.find == nil {
			return
		}
		switch incident, err := s.solve(ctx, f); {
		case incident != nil:
			s.left(f.name, incident.LookupName, err)
		case err != nil:
			s.left(f.name, "its incident", err)
		}
	})
	s.told()
}

// solve solves a flow's incident, if there is one and it is open.
func (s *smoke) solve(ctx context.Context, f flow) (*b2c.IncidentState, error) {
	incident, err := f.find(ctx)
	if err != nil || incident == nil || incident.Solved() {
		return incident, err
	}
	return incident, s.site.UpdateIncident(ctx, incident.ID, b2c.IncidentChange{
		StatusWithType: b2c.StatusSolved(),
		Threads:        []b2c.Thread{b2c.Note(fmt.Sprintf("It came of a smoke test of the stack %s, which is over: there is nothing to do.", s.Stack))},
	})
}
