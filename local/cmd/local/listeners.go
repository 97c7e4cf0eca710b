package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/desk/cxif/registration"
	"github.com/cxbridge/cxbridge/local/events"
)

func newListeners() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "listeners",
		Short: "Show which listeners are registered for events",
		Long: `Shows the registrations of listeners at the desk, which stands for an application of the
CX Industries Framework too: the API whose events each wants, where they are delivered
and with what the application proves who it is, and the query that chooses among them.`,
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
		to := "nowhere outside"
		if external := r.Locality.External; external != nil {
			to = external.URL + ", " + shows(external.Auth)
		}
		for _, api := range r.APIs {
			fmt.Fprintf(out, "%s %s to %s\n", api.Name, api.Version, to)
			if api.Query != "" {
				fmt.Fprintf(out, "    %s\n", api.Query)
			}
		}
		fmt.Fprintf(out, "    registered as %s%s\n", r.ID, through(r))
	}
	return nil
}

// shows says what the application shows to a listener.
func shows(auth *registration.Auth) string {
	switch {
	case auth == nil:
		return "without credentials"
	case auth.Basic != nil:
		return "as the user " + auth.Basic.Username
	}
	return "with a token of the client " + auth.OIDC.ClientID
}

// through says where a listener was registered.
func through(r events.Registration) string {
	var where string
	if r.Hub != "" {
		where += " through " + r.Hub
	}
	if r.Workspace != "" {
		where += " in the workspace " + r.Workspace
	}
	return where
}
