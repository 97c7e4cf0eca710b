package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"

	"github.com/google/uuid"

	"github.com/cxbridge/cxbridge/local/events"
)

// The API whose events the demo publishes: TM Forum's TMF621, to which the stack local
// listens.
const ticketAPI, ticketVersion = "troubleTicket", "v4"

// solved is the status of an incident whose ticket is resolved, as it is unless the
// stack maps it otherwise (event_statuses of event-to-incident).
const solved = "Solved"

// openTicket publishes the event of a new trouble ticket and shows the incident that
// comes of it.
func (d *Demo) openTicket(ctx context.Context) error {
	d.ticketID = d.Now().UTC().Format("TT-20060102-150405.000")
	before, err := d.newest(ctx)
	if err != nil {
		return err
	}
	if err := d.publish(ctx, "trouble-ticket-created.json"); err != nil {
		return err
	}
	if d.ticket, err = d.newIncident(ctx, before); err != nil {
		return err
	}
	d.showIncident(d.ticket, 0)
	return nil
}

// resolveTicket publishes the ticket's end and shows what that does to its incident.
func (d *Demo) resolveTicket(ctx context.Context) error {
	if err := d.publish(ctx, "trouble-ticket-resolved.json"); err != nil {
		return err
	}
	incident, err := d.reader().Incident(ctx, d.ticket.ID)
	if err != nil {
		return err
	}
	shown := len(d.ticket.Threads)
	d.ticket = incident
	d.showIncident(incident, min(shown, len(incident.Threads)))
	if incident.Status != solved {
		return fmt.Errorf("the ticket is resolved and the incident %s is not solved: scripts/local logs shows what the function said", incident.Reference)
	}
	return nil
}

// refuseCallers posts such an event to the stack as the application would, but
// without its token and with one that has another signature, and looks whether
// something came of it.
func (d *Demo) refuseCallers(ctx context.Context) error {
	url, err := d.output(ctx, "eventsWebhookUrl")
	if err != nil {
		return err
	}
	// Another ticket: of the one that is known already nothing would come anyway.
	event, err := d.sample("trouble-ticket-created.json", d.ticketID+"-refused")
	if err != nil {
		return err
	}
	wrong, err := d.wrongToken(ctx)
	if err != nil {
		return err
	}
	before, err := d.newest(ctx)
	if err != nil {
		return err
	}
	url += "/" + ticketAPI
	d.say("POST %s", url)
	for _, caller := range []struct{ who, authorization string }{
		{"without a token", ""}, {"with a token that somebody else signed", "Bearer " + wrong},
	} {
		status, body, _, err := d.post(ctx, url, caller.authorization, event)
		if err != nil {
			return fmt.Errorf("POST %s: %w", url, err)
		}
		d.say("%s: %d %s", caller.who, status, body)
		if status != http.StatusUnauthorized {
			return fmt.Errorf("%s the gateway answered %d, want 401", caller.who, status)
		}
	}
	now, err := d.newest(ctx)
	if err != nil {
		return err
	}
	if now != before {
		return fmt.Errorf("something was written: the newest incident's id is %d, and was %d before", now, before)
	}
	d.say("nothing was written: the newest incident is still %s", d.ticket.Reference)
	return nil
}

// publish has the application publish a sample as an event of the demo's ticket.
func (d *Demo) publish(ctx context.Context, name string) error {
	event, err := d.sample(name, d.ticketID)
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

// sample is a sample of event-to-incident as it would be of another ticket, with
// another id: a demo may be shown twice, and an event counts once.
func (d *Demo) sample(name, ticket string) ([]byte, error) {
	path := d.testdata("event-to-incident", name)
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var event struct {
		EventID string
		Event   struct{ TroubleTicket struct{ ID string } }
	}
	if err := json.Unmarshal(content, &event); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	id, of := event.EventID, event.Event.TroubleTicket.ID
	if id == "" || of == "" {
		return nil, fmt.Errorf("%s is not the event of a trouble ticket: it has no eventId, or no ticket with an id", path)
	}
	newID := uuid.NewSHA1(uuid.NameSpaceOID, []byte(id+ticket)).String()
	content = bytes.ReplaceAll(content, []byte(id), []byte(newID))
	return bytes.ReplaceAll(content, []byte(of), []byte(ticket)), nil
}
