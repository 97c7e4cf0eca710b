package main

import (
	"cmp"
	"time"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/incidents"
)

// view is what an event meets.
type view struct {
	entity       // as it stood before
	again   bool // the event failed halfway before: what it says may have been written
	unclear bool // so did others
	told    bool // the incident has the event's thread
}

// plan decides what an event means for its entity's incident, and returns how the entity stands afterwards.
func (s *settings) plan(d delivery, v view, now time.Time) (entity, incidents.Plan) {
	if v.told && !v.again { // it was done with before the ledger lost it
		return v.entity, incidents.Plan{Known: v.Known}
	}
	at := positionOf(d, v.Newest, now)
	after := v.after(d.entity, at)
	late := at.before(v.Newest)
	when, ok := d.time(now)
	if !ok {
		when = now
	}
	p := incidents.Plan{
		Key:      d.entity.Key(),
		At:       when,
		Known:    v.Known,
		Subject:  d.entity.Subject,
		Status:   s.status(d, v, after),
		Severity: severity(d, v, after),
	}
	if !v.told {
		p.Threads = []string{thread(d, late, v.Newest)}
		p.Opens = v.Incident == 0 || !late && !after.over()
		p.Begins = v.over() && !after.over()
	}
	return after, p
}

// status is what becomes of the incident's status. It follows the entity when the entity changes. An event that failed halfway
// may have been written after a newer one that did not know of it, so it sets right what both wrote; and an event that decides
// sets right what others wrote that failed halfway, as those may not come again.
//
// Only what was given here is replaced: what the ledger knows, what the event itself may have written, or if nothing is known, any of
// the settings' statuses.
func (s *settings) status(d delivery, v view, after entity) incidents.Change {
	before, wanted := s.wanted(v.entity), s.wanted(after)
	decides := after.Decided != v.Decided || after.Alive != v.Alive
	c := incidents.Change{First: s.statusEntry(cmp.Or(wanted, s.open))}
	if wanted != before || v.over() != after.over() || v.again || v.unclear && decides {
		c.To = s.statusEntry(wanted)
	}
	switch {
	case v.unclear, v.Status == "" && !v.told:
		c.From = append(s.events.Statuses(), s.open)
	case v.again:
		c.From = []string{v.Status, s.open, d.entity.Status}
	default:
		c.From = []string{v.Status}
	}
	return c
}

// severity is what becomes of the incident's severity: it follows the entity's, unless an agent gave it another one.
func severity(d delivery, v view, after entity) incidents.Change {
	c := incidents.Change{First: severityEntry(after.Severity.Name)}
	if after.Severity.Name != v.Severity.Name || v.again {
		c.To = severityEntry(after.Severity.Name)
	}
	c.From = []string{v.Severity.Name}
	if v.again {
		c.From = append(c.From, d.entity.Severity)
	}
	return c
}

func (s *settings) statusEntry(name string) incidents.Entry {
	if name == s.open {
		return incidents.Entry{Setting: "status_open", Name: name}
	}
	return incidents.Entry{Setting: "event_statuses", Name: name}
}

func severityEntry(name string) incidents.Entry {
	return incidents.Entry{Setting: "event_severities", Name: name}
}

// found completes what is known of an entity by what B2C Service has under its key, which may be nothing. One that was not known
// counts as over if its incident is closed.
func (e entity) found(incident *b2c.IncidentState) entity {
	switch {
	case e.Incident == 0:
		e.Decided = said{Final: incident.Solved(), Name: incident.Status.LookupName}
		e.Incident = incident.ID
	case e.Incident != incident.ID: // a successor
		e.Known = incidents.Known{Incident: incident.ID}
	}
	return e
}
