package incidents

import (
	"slices"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/shared/b2c"
)

// Write is what is to be done in B2C Service: one call, or none if it neither creates nor updates.
type Write struct {
	Create *b2c.Incident
	Update *b2c.IncidentChange
	Known  Known // afterwards

	status, severity Entry // that are sent
}

// Decide decides what a plan means for the incident as it stands in B2C Service, nil if there is none.
func (s *Settings) Decide(p Plan, incident *b2c.IncidentState) Write {
	w := Write{Known: p.Known}
	switch {
	case incident == nil && !p.Opens: // there was none, or somebody deleted it
	case incident == nil || p.Begins && incident.Solved() && !s.reopens(p.At, incident):
		w.status, w.severity = p.Status.First, p.Severity.First
		w.Create = s.newIncident(p)
		w.Known.Status = p.Status.First.Name
	default:
		w.Known.Incident = incident.ID
		w.update(p, incident)
	}
	return w
}

func (w *Write) update(p Plan, incident *b2c.IncidentState) {
	change := &b2c.IncidentChange{Threads: notes(p.Threads)}
	status, severity := incident.Status.LookupName, incident.Severity.LookupName
	if p.Status.replaces(status) || p.Status.To.Name != "" && p.Begins && incident.Solved() {
		w.Known.Status = p.Status.To.Name
		if !strings.EqualFold(status, p.Status.To.Name) {
			w.status = p.Status.To
			change.StatusWithType = &b2c.StatusWithType{Status: *entry(p.Status.To)}
		}
	}
	if p.Severity.replaces(severity) && !strings.EqualFold(severity, p.Severity.To.Name) {
		w.severity = p.Severity.To
		change.Severity = entry(p.Severity.To)
	}
	if len(change.Threads) > 0 || change.StatusWithType != nil || change.Severity != nil {
		w.Update = change
	}
}

// replaces tells whether a menu that has now the given entry may get the one that it is to have.
func (c Change) replaces(present string) bool {
	return c.To.Name != "" && slices.ContainsFunc(c.From, func(name string) bool { return strings.EqualFold(name, present) })
}

// reopens tells whether a closed incident is opened again: if it was closed not too long before the message's time.
func (s *Settings) reopens(at time.Time, incident *b2c.IncidentState) bool {
	closed := incident.UpdatedTime
	if incident.ClosedTime != nil {
		closed = *incident.ClosedTime
	}
	return s.ReopenWithin > 0 && at.Sub(closed) <= s.ReopenWithin
}

func (s *Settings) newIncident(p Plan) *b2c.Incident {
	return &b2c.Incident{
		Subject:        b2c.Subject(p.Subject),
		PrimaryContact: b2c.Reference{ID: s.Contact},
		Threads:        notes(p.Threads),
		Severity:       entry(p.Severity.First),
		StatusWithType: &b2c.StatusWithType{Status: b2c.NamedID{LookupName: p.Status.First.Name}},
		Product:        entry(Entry{Name: s.Product}),
		Category:       entry(Entry{Name: s.Category}),
		Queue:          entry(Entry{Name: s.Queue}),
		CustomFields:   s.Attribute.With(p.Key),
	}
}

// entry refers to a menu's entry; nil for no name.
func entry(e Entry) *b2c.NamedID {
	if e.Name == "" {
		return nil
	}
	return &b2c.NamedID{LookupName: e.Name}
}

func notes(texts []string) []b2c.Thread {
	var threads []b2c.Thread
	for _, text := range texts {
		threads = append(threads, b2c.Note(text))
	}
	return threads
}
