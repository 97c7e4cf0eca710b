package main

import (
	"strings"

	"github.com/cxbridge/cxbridge/shared/b2c"
)

// write is what is to be done in B2C Service: one call, or none if both are nil.
type write struct {
	create *b2c.Incident
	update *b2c.IncidentChange
}

// write decides what a plan means for the incident as it stands in B2C Service, nil if there is none, and completes what is known
// of it afterwards.
func (s *settings) write(p *plan, incident *b2c.IncidentState) write {
	switch {
	case p.silent():
		return write{}
	case incident == nil && !p.opens:
		return write{} // there was none, or somebody deleted it
	case incident == nil || p.begins && incident.Solved() && !s.reopens(p, incident):
		p.next.Status = p.first
		return write{create: s.newIncident(p)}
	}
	p.next.Incident = incident.ID
	change := &b2c.IncidentChange{Threads: notes(p.threads)}
	if p.status != "" && (s.ours(p, incident) || p.begins && incident.Solved()) {
		p.next.Status = p.status
		if !strings.EqualFold(incident.Status.LookupName, p.status) {
			change.StatusWithType = &b2c.StatusWithType{Status: b2c.NamedID{LookupName: p.status}}
		}
	}
	if severity := s.severities[p.Severity]; p.rises && s.rises(severity, incident.Severity.LookupName) {
		change.Severity = entry(severity)
	}
	return write{update: change}
}

// ours tells whether the incident has still the status that it was given here. If it is not known which that was, either of the
// settings' will do.
func (s *settings) ours(p *plan, incident *b2c.IncidentState) bool {
	name := incident.Status.LookupName
	if p.next.Status != "" {
		return strings.EqualFold(name, p.next.Status)
	}
	return strings.EqualFold(name, s.firing) || strings.EqualFold(name, s.ok)
}

// reopens tells whether a closed incident is opened again: if it was closed not too long before the message's time.
func (s *settings) reopens(p *plan, incident *b2c.IncidentState) bool {
	closed := incident.UpdatedTime
	if incident.ClosedTime != nil {
		closed = *incident.ClosedTime
	}
	return s.reopenWithin > 0 && p.Time.Sub(closed) <= s.reopenWithin
}

func (s *settings) newIncident(p *plan) *b2c.Incident {
	return &b2c.Incident{
		Subject:        subject(p.news),
		PrimaryContact: b2c.Reference{ID: s.contact},
		Threads:        notes(p.threads),
		Severity:       entry(s.severities[p.Severity]),
		StatusWithType: &b2c.StatusWithType{Status: b2c.NamedID{LookupName: p.first}},
		Product:        entry(s.product),
		Category:       entry(s.category),
		Queue:          entry(s.queue),
		CustomFields:   s.attribute.With(p.key),
	}
}

// entry refers to a menu's entry; nil for no name.
func entry(name string) *b2c.NamedID {
	if name == "" {
		return nil
	}
	return &b2c.NamedID{LookupName: name}
}

func notes(texts []string) []b2c.Thread {
	var threads []b2c.Thread
	for _, text := range texts {
		threads = append(threads, b2c.Note(text))
	}
	return threads
}

// found completes what is known of an incident by what B2C Service has under its key, which may be nothing. An incident that was
// not known counts as firing if it has the status of one that does.
func (s *settings) found(c tracked, incident *b2c.IncidentState) tracked {
	c.Status = ""
	if incident == nil {
		c.Incident = 0
		return c
	}
	if c.Incident == 0 {
		c.Firing = !incident.Solved() && strings.EqualFold(incident.Status.LookupName, s.firing)
		c.Since = incident.CreatedTime.UnixMilli()
	}
	c.Incident = incident.ID
	return c
}
