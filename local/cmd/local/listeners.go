package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/events"
)

func newListeners() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "listeners",
		Short: "Show which listeners are registered for events",
		Long: `Shows the registrations of listeners at the desk, which stands for an application of the
CX Industries Framework too: the API whose events each wants, where they are delivered,
with which kind of credentials, and the query that chooses among them.`,
		Example: `  scripts/local listeners
  scripts/local listeners --json | jq -r '.[].id'`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := running()
			if err != nil {
				return err
			}
			registrations, err := p.publisher().Registrations(cmd.Context())
			if err != nil {
				return fmt.Errorf("reading the registrations of listeners: %w", err)
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), append([]events.Registration{}, registrations...)) // [] for none
			}
			return printListeners(cmd.OutOrStdout(), registrations)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, for programs")
	return cmd
}

func printListeners(out io.Writer, registrations []events.Registration) error {
	if len(registrations) == 0 {
		_, err := fmt.Fprintln(out, errNoListeners)
		return err
	}
	for _, r := range registrations {
		external := r.Locality.External
		for _, api := range r.APIs {
			fmt.Fprintf(out, "%s %s to %s (%s)\n", api.Name, api.Version, external.URL, with(external.Auth))
			if api.Query != "" {
				fmt.Fprintf(out, "    %s\n", api.Query)
			}
		}
		fmt.Fprintf(out, "    registration %s%s\n", r.ID, in(r.Workspace))
	}
	return nil
}

// with names the kind of credentials: basic or oidc-client-credentials.
func with(auth map[string]any) string {
	if len(auth) == 0 {
		return "without credentials"
	}
	return "with " + strings.Join(slices.Sorted(maps.Keys(auth)), ", ")
}

func in(workspace string) string {
	if workspace == "" {
		return ""
	}
	return " in the workspace " + workspace
}
