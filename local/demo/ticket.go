package demo

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/cxbridge/cxbridge/local/deskreader"
	"github.com/cxbridge/cxbridge/local/events"
	"github.com/cxbridge/cxbridge/shared/tmf"
)

// The API whose events the demo publishes, TM Forum's TMF621, to which the stack local
// listens, and what they are about.
const ticketAPI, ticketVersion, ticketKind = "troubleTicket", "v4", "troubleTicket"

// solved is the status of an incident whose ticket is resolved, as it is unless the
// stack maps it otherwise (event_statuses of event-to-incident).
const solved = "Solved"

// openTicket publishes the event of a new trouble ticket and shows the incident that
// comes of it.
func (d *Demo) openTicket(ctx context.Context) error {
	d.ticketID = d.Now().UTC().Format("TT-20060102-150405.000")
	err := d.publish(ctx, "trouble-ticket-created.json")
	if err != nil {
		return err
	}
	if d.ticket, err = d.incidentOf(ctx, d.ticketID); err != nil {
		return fmt.Errorf("the ticket %s: %w: scripts/local logs shows what the function said", d.ticketID, err)
	}
	d.showIncident(d.ticket, 0)
	return nil
}

// incidentOf is the incident of a trouble ticket, or deskreader.ErrNoIncident.
func (d *Demo) incidentOf(ctx context.Context, ticket string) (*deskreader.Incident, error) {
	entity := tmf.Entity{API: ticketAPI, Kind: ticketKind, ID: ticket}
	return d.reader().ByKey(ctx, entity.Key())
}

// resolveTicket publishes the ticket's end and shows what that does to its incident.
func (d *Demo) resolveTicket(ctx context.Context) error {
	if err := d.publish(ctx, "trouble-ticket-resolved.json"); err != nil {
		return err
	}
	incident, err := d.incidentOf(ctx, d.ticketID)
	if err != nil {
		return err
	}
	before := d.ticket
	if incident.ID != before.ID {
		return fmt.Errorf("the ticket %s has two incidents, %s and %s", d.ticketID, before.Reference, incident.Reference)
	}
	d.ticket = incident
	d.showIncident(incident, min(len(before.Threads), len(incident.Threads)))
	if incident.Status != solved {
		return fmt.Errorf("the ticket is resolved and the incident %s is not solved: scripts/local logs shows what the function said", incident.Reference)
	}
	return nil
}

// refuseCallers posts such an event to the stack as the application would, but
// without its token and with one whose signature is wrong, and looks whether
// something came of it.
func (d *Demo) refuseCallers(ctx context.Context) error {
	url, err := d.output(ctx, "eventsWebhookUrl")
	if err != nil {
		return err
	}
	// Another ticket: of the one that is known already nothing would come anyway.
	ticket := d.ticketID + "-refused"
	event, err := d.samples().Event("trouble-ticket-created.json", ticket)
	if err != nil {
		return err
	}
	wrong, err := d.wrongToken(ctx)
	if err != nil {
		return err
	}
	url += "/" + ticketAPI
	d.say("POST %s", url)
	for _, caller := range []struct{ who, authorization string }{
		{"without a token", ""}, {"with a token whose signature is wrong", "Bearer " + wrong},
	} {
		answer, _, err := d.post(ctx, url, caller.authorization, event)
		if err != nil {
			return err
		}
		d.say("%s: %d %s", caller.who, answer.Status, answer.Body)
		if answer.Status != http.StatusUnauthorized {
			return fmt.Errorf("%s the gateway answered %d, want 401", caller.who, answer.Status)
		}
	}
	switch incident, err := d.incidentOf(ctx, ticket); {
	case err == nil:
		return fmt.Errorf("the callers were refused, and yet the incident %s came of it", incident.Reference)
	case !errors.Is(err, deskreader.ErrNoIncident):
		return err
	}
	d.say("nothing was written: the desk has no incident of the ticket %s", ticket)
	return nil
}

// publish has the application publish a sample as an event of the demo's ticket.
func (d *Demo) publish(ctx context.Context, name string) error {
	event, err := d.samples().Event(name, d.ticketID)
	if err != nil {
		return err
	}
	deliveries, err := events.Publisher{Desk: d.reader()}.Publish(ctx, ticketAPI, ticketVersion, event)
	if err != nil {
		return err
	}
	if len(deliveries) == 0 {
		return errors.New("no listener wants the event: scripts/local listeners shows who is registered for what")
	}
	for _, one := range deliveries {
		d.say("event %s of %s: %s to %s", one.EventID, d.ticketID, one.Outcome, one.URL)
	}
	if err := events.Check(deliveries); err != nil {
		return fmt.Errorf("%w: scripts/local logs shows what gateway and function said", err)
	}
	return nil
}
