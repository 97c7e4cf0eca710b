package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/events"
)

// maxEvent is the largest event that can be published, in bytes.
const maxEvent = 1 << 20

// api is whose event it is.
type api struct{ name, version string }

func newEvent() *cobra.Command {
	var of api
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "event FILE|-",
		Short: "Publish an event, as an application of CX Industries would",
		Long: `Publishes the TM Forum event in a file, or in standard input, at the desk, which stands
for an application of the CX Industries Framework too. It delivers the event to every
listener whose registration wants it, and this shows how that went. Ends with an error
when no listener wants the event or one does not take it.`,
		Example: `  scripts/local event functions/event-to-incident/testdata/trouble-ticket-created.json
  scripts/local event --api customerBillManagement --api-version v5 \
    functions/event-to-incident/testdata/customer-bill-created.json
  sed s/TT-40117/TT-40118/ event.json | scripts/local event --json -`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := running()
			if err != nil {
				return err
			}
			event, err := readInput(args[0], cmd.InOrStdin(), maxEvent, "an application of CX Industries")
			if err != nil {
				return err
			}
			deliveries, err := p.publishEvent(cmd.Context(), of, event)
			if err != nil {
				return fmt.Errorf("publishing an event of %s %s: %w", of.name, of.version, err)
			}
			return showDeliveries(cmd.OutOrStdout(), deliveries, asJSON)
		},
	}
	cmd.Flags().StringVar(&of.name, "api", "troubleTicket", "`name` of the API whose event it is")
	cmd.Flags().StringVar(&of.version, "api-version", "v4", "the API's `version`")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, for programs")
	return cmd
}

func newRedeliver() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "redeliver [DELIVERY]",
		Short: "Deliver an event once more to the listener that had it, or did not take it",
		Long: `Repeats a delivery, by the id that scripts/local event shows, or the latest, whatever came
of it: the same event goes to the same listener once more. Ends with an error when the
listener does not take it.`,
		Example: `  scripts/local redeliver
  scripts/local redeliver "$(scripts/local event --json event.json | jq -r '.[0].id')"`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := running()
			if err != nil {
				return err
			}
			id, err := p.whichDelivery(cmd.Context(), args)
			if err != nil {
				return err
			}
			deliveries, err := p.publisher().Redeliver(cmd.Context(), id)
			if err != nil {
				return fmt.Errorf("repeating the delivery %s: %w", id, err)
			}
			return showDeliveries(cmd.OutOrStdout(), deliveries, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, for programs")
	return cmd
}

// whichDelivery is the id that was given, or that of the latest delivery.
func (p place) whichDelivery(ctx context.Context, args []string) (string, error) {
	if len(args) > 0 {
		return args[0], nil
	}
	deliveries, err := p.publisher().Deliveries(ctx)
	if err != nil {
		return "", fmt.Errorf("reading the deliveries: %w", err)
	}
	if len(deliveries) == 0 {
		return "", errors.New("nothing was delivered yet: scripts/local event publishes an event")
	}
	return deliveries[len(deliveries)-1].ID, nil
}

func (p place) publisher() events.Publisher {
	return events.Publisher{Desk: daemon.URLs(p.Ports).Reader()}
}

func (p place) publishEvent(ctx context.Context, of api, event []byte) ([]events.Delivery, error) {
	deliveries, err := p.publisher().Publish(ctx, of.name, of.version, event)
	if err != nil || len(deliveries) > 0 {
		return deliveries, err
	}
	registrations, err := p.publisher().Registrations(ctx)
	if err != nil {
		return nil, err
	}
	if len(registrations) == 0 {
		return nil, errNoListeners
	}
	return nil, errors.New("no listener wants it: scripts/local listeners shows who is registered for what, --api and --api-version say whose event it is")
}

var errNoListeners = errors.New(`no listener is registered: eval "$(scripts/local env)" && pulumi up -s local --yes registers those of the stack`)

// showDeliveries prints deliveries, and fails where one did.
func showDeliveries(out io.Writer, deliveries []events.Delivery, asJSON bool) error {
	if err := printDeliveries(out, deliveries, asJSON); err != nil {
		return err
	}
	if err := events.Check(deliveries); err != nil {
		return fmt.Errorf("%w: scripts/local logs shows what gateway and function said, scripts/local redeliver repeats it", err)
	}
	return nil
}

func printDeliveries(out io.Writer, deliveries []events.Delivery, asJSON bool) error {
	if asJSON {
		return printJSON(out, deliveries)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, d := range deliveries {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", d.ID, d.Outcome, answered(d), attempts(d.Attempts), d.URL)
	}
	return table.Flush()
}

func answered(d events.Delivery) string {
	if d.Status == 0 {
		return "no answer"
	}
	return fmt.Sprintf("answered %d", d.Status)
}

func attempts(n int) string {
	if n == 1 {
		return "1 attempt"
	}
	return fmt.Sprintf("%d attempts", n)
}
