package main

import (
	"strings"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/incidents"
)

// write decides what a plan means for the incident as it stands in B2C Service, nil if there is none, and completes what is known
// of it afterwards.
func (s *settings) write(p *plan, incident *b2c.IncidentState) incidents.Write {
	severity := incidents.Entry{Setting: severitySetting(p.Severity), Name: s.severities[p.Severity]}
	w := s.Decide(incidents.Plan{
		Key:      p.key,
		At:       p.Time,
		Known:    p.next.Known,
		Subject:  subject(p.news),
		Threads:  p.threads,
		Opens:    p.opens,
		Begins:   p.begins,
		Status:   incidents.Change{First: s.statusEntry(p.first), To: s.statusEntry(p.status), From: s.given(p.next.Known)},
		Severity: incidents.Change{First: severity, To: severity, From: s.exceeded(p)},
	}, incident)
	p.next.Known = w.Known
	return w
}

// given returns the names of the statuses that an incident may have been given here. If it is not known which that was, either of
// the settings' will do.
func (s *settings) given(known incidents.Known) []string {
	if known.Status != "" {
		return []string{known.Status}
	}
	return []string{s.firing, s.ok}
}

// exceeded returns the names of the severities that a plan raises to its message's.
func (s *settings) exceeded(p *plan) []string {
	if !p.rises {
		return nil
	}
	return s.below(p.Severity)
}

func (s *settings) statusEntry(status string) incidents.Entry {
	if status == s.firing {
		return incidents.Entry{Setting: "status_FIRING", Name: status}
	}
	return incidents.Entry{Setting: "status_OK", Name: status}
}

// found completes what is known of an incident by what B2C Service has under its key, which may be nothing. One that has the status
// of those that fire does so, if it was not known, or if it may have been told what failed halfway before the message.
func (s *settings) found(st *state, n news, c tracked, incident *b2c.IncidentState) tracked {
	c.Status = ""
	if incident == nil {
		c.Incident = 0
		return c
	}
	fires := !incident.Solved() && strings.EqualFold(incident.Status.LookupName, s.firing)
	if unknown, ok := st.unfinishedFiring(positionOf(n.Message)); c.Incident == 0 {
		c.Firing, c.Since = fires, incident.CreatedTime.UnixMilli()
	} else if ok && fires && !c.Firing {
		c.Firing, c.Since = true, unknown.Time
	}
	c.Incident = incident.ID
	return c
}
