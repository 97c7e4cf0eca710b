package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/cloud/store"
	"github.com/cxbridge/cxbridge/local/daemon"
)

func newEmails() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "emails",
		Short: "Show the e-mails that Notifications would have sent",
		Long: `Shows the e-mails that the local cloud would have sent to the addresses that subscribe
to topics, such as the operators', oldest first: what was published, and before that the
link that confirms the subscription. A subscription gets nothing until that was followed.`,
		Example: `  scripts/local emails
  scripts/local emails --json | jq -r '.[].subject'`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := running()
			if err != nil {
				return err
			}
			mails, err := p.emails(cmd.Context())
			if err != nil {
				return fmt.Errorf("reading the e-mails: %w", err)
			}
			return printEmails(cmd.OutOrStdout(), mails, asJSON, time.Now())
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, for programs")
	return cmd
}

// maxEmails is more than the local cloud's page of e-mails has, in bytes.
const maxEmails = 256 << 20

// emails are those on the local cloud's page of them, which has the newest first.
func (p place) emails(ctx context.Context) ([]store.Email, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, daemon.URLs(p.Ports).Cloud+"/cxbridge/emails", nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the local cloud answered %s", answer.Status)
	}
	var mails []store.Email
	if err := json.NewDecoder(io.LimitReader(answer.Body, maxEmails)).Decode(&mails); err != nil {
		return nil, err
	}
	slices.Reverse(mails)
	return mails, nil
}

func printEmails(out io.Writer, mails []store.Email, asJSON bool, now time.Time) error {
	if asJSON {
		return printJSON(out, append([]store.Email{}, mails...)) // [] for none
	}
	if len(mails) == 0 {
		_, err := fmt.Fprintln(out, "there are no e-mails: operatorEmails of the stack says who gets some")
		return err
	}
	for _, mail := range mails {
		fmt.Fprintf(out, "%s to %s: %s\n", clockTime(mail.Sent, now), mail.To, mail.Subject)
		for line := range strings.Lines(strings.TrimSpace(mail.Body)) {
			fmt.Fprintf(out, "    %s\n", strings.TrimRight(line, "\r\n"))
		}
	}
	return nil
}
