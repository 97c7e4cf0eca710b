package demo

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/cxbridge/cxbridge/local/deskreader"
	"github.com/cxbridge/cxbridge/shared/incidents"
)

// showDesk shows the contact, the incident and its threads that came of the
// SMS.
func (d *Demo) showDesk(ctx context.Context) error {
	incident, err := d.reader().Newest(ctx)
	if err != nil {
		return err
	}
	if incident.ID == d.before {
		return fmt.Errorf("no new incident came of it: the newest is still %s; scripts/local logs shows what the function said", incident.Reference)
	}
	d.sms = incident
	d.showIncident(d.sms, 0)
	return nil
}

// newest is the id of the desk's newest incident, 0 if there is none.
func (d *Demo) newest(ctx context.Context) (int64, error) {
	incident, err := d.reader().Newest(ctx)
	if errors.Is(err, deskreader.ErrNoIncident) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return incident.ID, nil
}

// showIncident shows an incident with the threads from one on.
func (d *Demo) showIncident(incident *deskreader.Incident, from int) {
	d.say("incident  %s  %s", incident.Reference, incident.Status)
	d.say("subject   %s", incident.Subject)
	if incident.Severity != "" {
		d.say("severity  %s", incident.Severity)
	}
	d.say("contact   %s", strings.Join(append([]string{incident.Contact.Name}, incident.Contact.Phones...), ", "))
	for _, thread := range incident.Threads[from:] {
		d.showThread(thread)
	}
	d.say("in a browser: %s/incidents/%s", d.Addresses.Desk, incident.Reference)
}

// showThread shows what a thread says in words, above the message that they were made
// of.
func (d *Demo) showThread(thread deskreader.Thread) {
	d.say("thread    %s", thread.EntryType)
	words, message, found := strings.Cut(thread.Text, "\n"+incidents.Rule+"\n")
	for line := range strings.Lines(strings.TrimSpace(words)) {
		d.say("          %s", strings.TrimRight(line, "\n"))
	}
	if found {
		d.say("          (and below that the message itself, %d lines)", strings.Count(message, "\n"))
	}
}

func (d *Demo) reader() deskreader.Reader { return d.Addresses.Reader() }
