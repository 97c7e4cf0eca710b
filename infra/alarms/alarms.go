package alarms

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/access"
	"github.com/cxbridge/cxbridge/infra/functions"
	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/vault"
	"github.com/pulumi/pulumi-oci/sdk/v2/go/oci/ons"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Args are what fires, and what is invoked then.
type Args struct {
	Stack     names.Stack
	Settings  *settings.Settings
	Vault     *vault.Vault
	Functions *functions.Functions
	Access    *access.Access
}

// Alarms are the alarms and their topic.
type Alarms struct {
	pulumi.ResourceState

	TopicID pulumi.IDOutput
	// IDs are the OCIDs of the alarms, by display name.
	IDs map[string]pulumi.IDOutput
}

// New builds the topic, its subscription and the alarms.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Alarms, error) {
	a := &Alarms{IDs: map[string]pulumi.IDOutput{}}
	if err := ctx.RegisterComponentResource("cxbridge:alarms:Alarms", name, a, opts...); err != nil {
		return nil, err
	}
	topic, err := ons.NewNotificationTopic(ctx, "alarms", &ons.NotificationTopicArgs{
		CompartmentId: pulumi.String(args.Settings.CompartmentID),
		Name:          args.Stack.Display("alarms"),
		Description:   pulumi.String("What becomes incidents in B2C Service."),
		FreeformTags:  args.Stack.Tags(),
	}, pulumi.Parent(a), pulumi.DeleteBeforeReplace(true))
	if err != nil {
		return nil, fmt.Errorf("building the alarms' topic: %w", err)
	}
	a.TopicID = topic.ID()
	// The function must be allowed to do its work before a message reaches it.
	subscription, err := ons.NewSubscription(ctx, settings.AlarmToIncident, &ons.SubscriptionArgs{
		CompartmentId: pulumi.String(args.Settings.CompartmentID),
		TopicId:       topic.ID(),
		Protocol:      pulumi.String("ORACLE_FUNCTIONS"),
		Endpoint:      *args.Functions.AlarmToIncidentID,
		FreeformTags:  args.Stack.Tags(),
	}, pulumi.Parent(a), pulumi.DependsOn(args.Access.All))
	if err != nil {
		return nil, fmt.Errorf("building the subscription of %s: %w", settings.AlarmToIncident, err)
	}

	// An alarm comes last: what it publishes before there is a subscription is lost, and the secrets of a new stack
	// should not fire an alarm that watches the vault: only those of the very minute in which it is made still can.
	b := &builder{Args: args, ctx: ctx, parent: a, after: append([]pulumi.Resource{subscription}, args.Vault.Secrets...)}
	ids := pulumi.Map{}
	for _, alarm := range args.Settings.Alarms {
		id, err := b.alarm(alarm)
		if err != nil {
			return nil, err
		}
		a.IDs[alarm.DisplayName], ids[alarm.DisplayName] = id, id
	}
	return a, ctx.RegisterResourceOutputs(a, pulumi.Map{"topicId": a.TopicID, "alarmIds": ids})
}
