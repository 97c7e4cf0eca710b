package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/monitoring"
	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

func newAlarms() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "alarms",
		Short: "Show the alarms and which of them fire",
		Long: `Shows the alarms of the local cloud with their state, as Monitoring's API gives it.
How fast their time runs, scripts/local status says.`,
		Example: `  scripts/local alarms
  scripts/local alarms --json | jq '.[] | select(.status == "FIRING")'`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := running()
			if err != nil {
				return err
			}
			alarms, err := p.alarms(cmd.Context())
			if err != nil {
				return fmt.Errorf("reading the alarms' states: %w", target.Brief(err))
			}
			return printAlarms(cmd.OutOrStdout(), alarms, asJSON, time.Now())
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, for programs")
	return cmd
}

// alarms are those of the compartment, by their names.
func (p place) alarms(ctx context.Context) ([]monitoring.AlarmStatusSummary, error) {
	user, err := p.signer()
	if err != nil {
		return nil, err
	}
	client, err := monitoring.NewMonitoringClientWithConfigurationProvider(user)
	if err := p.point(&client.BaseClient, err); err != nil {
		return nil, err
	}
	all := []monitoring.AlarmStatusSummary{}
	request := monitoring.ListAlarmsStatusRequest{CompartmentId: common.String(daemon.Compartment)}
	for {
		answer, err := client.ListAlarmsStatus(ctx, request)
		if err != nil {
			return nil, err
		}
		all = append(all, answer.Items...)
		if request.Page = answer.OpcNextPage; request.Page == nil {
			break
		}
	}
	slices.SortFunc(all, func(a, b monitoring.AlarmStatusSummary) int { return cmp.Compare(*a.DisplayName, *b.DisplayName) })
	return all, nil
}

func printAlarms(out io.Writer, alarms []monitoring.AlarmStatusSummary, asJSON bool, now time.Time) error {
	if asJSON {
		return printJSON(out, alarms)
	}
	if len(alarms) == 0 {
		_, err := fmt.Fprintln(out, `there are no alarms: eval "$(scripts/local env)" && pulumi up -s local --yes makes those of the stack`)
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, alarm := range alarms {
		since := ""
		if alarm.TimestampTriggered != nil {
			since = "since " + clockTime(alarm.TimestampTriggered.Time, now)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", alarm.Status, alarm.Severity, *alarm.DisplayName, since)
	}
	return table.Flush()
}
