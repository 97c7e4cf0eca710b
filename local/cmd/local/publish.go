package main

import (
	"context"
	"fmt"

	"github.com/oracle/oci-go-sdk/v65/ons"
	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/stack/target"
)

// maxMessage is the largest message that Notifications takes, in bytes (OCI
// Notifications API: PublishMessage).
const maxMessage = 64 << 10

func newPublish() *cobra.Command {
	var title string
	cmd := &cobra.Command{
		Use:   "publish FILE|-",
		Short: "Publish a message to the topic of the stack's alarms, as an alarm would",
		Long: `Publishes the content of a file, or of standard input, to the topic of the alarms of
the stack local. Its function alarm-to-incident gets it as it gets an alarm's message.`,
		Example: `  scripts/local publish functions/alarm-to-incident/testdata/ok-to-firing.json
  sed s/FIRING_TO_OK/RESET/ message.json | scripts/local publish -`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := running()
			if err != nil {
				return err
			}
			message, err := readInput(args[0], cmd.InOrStdin(), maxMessage, "Notifications")
			if err != nil {
				return err
			}
			id, err := p.publish(cmd.Context(), title, string(message))
			if err != nil {
				return fmt.Errorf("publishing the message: %w", target.Brief(err))
			}
			fmt.Fprintf(cmd.OutOrStdout(), "published as message %s; scripts/local logs shows what became of it\n", id)
			return nil
		},
	}
	cmd.Flags().StringVar(&title, "title", "", "the message's title, which e-mails have as subject")
	return cmd
}

func (p place) publish(ctx context.Context, title, message string) (id string, err error) {
	stack, err := p.stack(ctx)
	if err != nil {
		return "", err
	}
	topic, err := stack.get("alarmTopicId")
	if err != nil {
		return "", err
	}
	user, err := p.signer()
	if err != nil {
		return "", err
	}
	client, err := ons.NewNotificationDataPlaneClientWithConfigurationProvider(user)
	if err := p.point(&client.BaseClient, err); err != nil {
		return "", err
	}
	request := ons.PublishMessageRequest{TopicId: &topic, MessageDetails: ons.MessageDetails{Body: &message}}
	if title != "" {
		request.Title = &title
	}
	answer, err := client.PublishMessage(ctx, request)
	if err != nil {
		return "", err
	}
	return *answer.MessageId, nil
}
