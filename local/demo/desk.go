package demo

import (
	"context"
	"fmt"
	"strings"

	"github.com/cxbridge/cxbridge/local/deskreader"
)

// showDesk shows the contact, the incident and its threads that came of the
// SMS.
func (d *Demo) showDesk(ctx context.Context) error {
	incident, err := d.reader().Newest(ctx)
	if err != nil {
		return err
	}
	if incident.ID == d.before {
		return fmt.Errorf("no new incident came of it: the newest is still %s", incident.Reference)
	}
	d.sms = incident
	d.showIncident(incident, 0)
	return nil
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
		d.say("thread    %s", thread.EntryType)
		for line := range strings.Lines(thread.Text) {
			d.say("          %s", strings.TrimRight(line, "\n"))
		}
	}
	d.say("in a browser: %s/incidents/%s", d.Addresses.Desk, incident.Reference)
}

func (d *Demo) reader() deskreader.Reader { return d.Addresses.Reader() }
