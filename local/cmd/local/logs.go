package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/loggingsearch"
	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

func newLogs() *cobra.Command {
	var asJSON bool
	var limit int
	cmd := &cobra.Command{
		Use:   "logs",
		Short: "Show what the functions and the gateway have logged",
		Long: `Shows the newest entries of the stack's logs, oldest first, as OCI's Logging Search
finds them: what the functions wrote, and each request that the gateway answered.`,
		Example: `  scripts/local logs
  scripts/local logs --json -n 500 | jq .`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := running()
			if err != nil {
				return err
			}
			entries, err := p.searchLogs(cmd.Context(), limit)
			if err != nil {
				return fmt.Errorf("reading the logs: %w", target.Brief(err))
			}
			for _, entry := range entries {
				if err := printEntry(cmd.OutOrStdout(), entry, asJSON, time.Now()); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print every entry whole, a JSON document a line")
	cmd.Flags().IntVarP(&limit, "lines", "n", 100, "how many entries at the most")
	return cmd
}

// searchLogs returns the newest entries of the compartment's logs, oldest first.
func (p place) searchLogs(ctx context.Context, limit int) ([]any, error) {
	user, err := p.signer()
	if err != nil {
		return nil, err
	}
	client, err := loggingsearch.NewLogSearchClientWithConfigurationProvider(user)
	if err := p.point(&client.BaseClient, err); err != nil {
		return nil, err
	}
	now := time.Now()
	answer, err := client.SearchLogs(ctx, loggingsearch.SearchLogsRequest{
		Limit: &limit,
		SearchLogsDetails: loggingsearch.SearchLogsDetails{
			TimeStart:   &common.SDKTime{Time: now.Add(-14 * 24 * time.Hour)}, // the most that one search may span
			TimeEnd:     &common.SDKTime{Time: now.Add(time.Minute)},
			SearchQuery: common.String(fmt.Sprintf("search %q | sort by datetime desc", daemon.Compartment)),
		},
	})
	if err != nil {
		return nil, err
	}
	var entries []any
	for _, result := range answer.Results {
		if result.Data != nil {
			entries = append(entries, *result.Data)
		}
	}
	slices.Reverse(entries)
	return entries, nil
}

// logEntry is what a line is made of: of a function's entry or of the gateway's
// access entry. The gateway's execution entries have neither a function's name
// nor a method, and are for --json.
type logEntry struct {
	LogContent struct {
		Time time.Time
		Data struct {
			FunctionName, Message  string
			HTTPMethod, RequestURI string
			RemoteAddr             string
			Status                 int
			RequestDuration        float64 // seconds
		}
	}
}

func printEntry(out io.Writer, entry any, asJSON bool, now time.Time) error {
	content, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	if asJSON {
		_, err := fmt.Fprintf(out, "%s\n", content)
		return err
	}
	var e logEntry
	if err := json.Unmarshal(content, &e); err != nil {
		return fmt.Errorf("an entry that is not as expected: %w", err)
	}
	data, at := e.LogContent.Data, clockTime(e.LogContent.Time, now)
	switch {
	case data.FunctionName != "" && data.Message != "":
		_, err = fmt.Fprintf(out, "%s %s: %s\n", at, data.FunctionName, data.Message)
	case data.HTTPMethod != "":
		_, err = fmt.Fprintf(out, "%s gateway: %s %s from %s answered %d in %.3f s\n",
			at, data.HTTPMethod, data.RequestURI, data.RemoteAddr, data.Status, data.RequestDuration)
	}
	return err
}
