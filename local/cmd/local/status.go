package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/daemon"
)

// status is what --json prints: the daemon's addresses and how to sign in.
type status struct {
	Running bool `json:"running"`
	PID     int  `json:"pid,omitempty"`
	daemon.Addresses
	AlarmSpeed    int    `json:"alarmSpeed,omitempty"`
	OCIConfigFile string `json:"ociConfigFile"`
	Log           string `json:"log"`
}

func newStatus() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Say whether the local cloud runs and where everything is",
		Long: `Says whether the local cloud runs and where everything is.
Ends with an error when it does not run.`,
		Example: `  scripts/local status
  scripts/local status --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := here()
			if err != nil {
				return err
			}
			state, running, err := daemon.Read(p.Local())
			if err != nil {
				return err
			}
			ports := p.Ports
			if running && state.PID != 0 {
				ports = state.Ports
			}
			s := status{
				Running: running, PID: state.PID, AlarmSpeed: state.AlarmSpeed, Addresses: daemon.URLs(ports),
				OCIConfigFile: p.engine().OCIConfigFile, Log: daemon.LogPath(p.Local()),
			}
			if err := s.print(cmd.OutOrStdout(), asJSON); err != nil {
				return err
			}
			if !running {
				return errNotRunning
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, for programs")
	return cmd
}

// alarms says how fast they run.
func (s status) alarms() string {
	switch {
	case !s.Running:
		return "stand still"
	case s.AlarmSpeed > 1:
		return fmt.Sprintf("run %d times as fast as life", s.AlarmSpeed)
	}
	return "run as fast as life"
}

func (s status) print(out io.Writer, asJSON bool) error {
	if asJSON {
		return printJSON(out, s)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, row := range [][2]string{
		{"cloud (OCI's REST API)", s.Cloud},
		{"gateway (webhooks)", s.Gateway},
		{"registry (images)", s.Registry},
		{"desk (B2C Service)", s.Desk + "  user " + s.DeskUser + ", password " + s.DeskPassword},
		{"desk for the functions", s.DeskHTTPS},
		{"application (CX Industries)", s.Desk + "  the same user; scripts/local listeners shows who listens"},
		{"alarms", s.alarms()},
		{"OCI configuration file", s.OCIConfigFile},
		{"log", s.Log},
	} {
		fmt.Fprintf(table, "%s\t%s\n", row[0], row[1])
	}
	return table.Flush()
}
