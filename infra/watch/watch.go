package watch

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/alarms"
	"github.com/cxbridge/cxbridge/infra/functions"
	"github.com/cxbridge/cxbridge/infra/gateway"
	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi-oci/sdk/v2/go/oci/monitoring"
	"github.com/pulumi/pulumi-oci/sdk/v2/go/oci/ons"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Args are what is watched, and by whom.
type Args struct {
	Stack     names.Stack
	Settings  *settings.Settings
	Functions *functions.Functions
	Gateway   *gateway.Gateway
	Alarms    *alarms.Alarms // nil when alarms become no incidents
}

// Watch is the operators' topic, with its subscriptions and alarms.
type Watch struct {
	pulumi.ResourceState

	TopicID pulumi.IDOutput
}

// New builds the operators' topic, its subscriptions and its alarms.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Watch, error) {
	w := &Watch{}
	if err := ctx.RegisterComponentResource("cxbridge:watch:Watch", name, w, opts...); err != nil {
		return nil, err
	}
	topic, err := ons.NewNotificationTopic(ctx, "operators", &ons.NotificationTopicArgs{
		CompartmentId: pulumi.String(args.Settings.CompartmentID),
		Name:          args.Stack.Display("operators"),
		Description:   pulumi.String("What the stack's operators must look into."),
		FreeformTags:  args.Stack.Tags(),
	}, pulumi.Parent(w), pulumi.DeleteBeforeReplace(true))
	if err != nil {
		return nil, fmt.Errorf("building the operators' topic: %w", err)
	}
	w.TopicID = topic.ID()
	b := &builder{Args: args, ctx: ctx, parent: w}
	for _, address := range args.Settings.OperatorEmails {
		if err := b.subscription(address); err != nil {
			return nil, err
		}
	}
	for _, alarm := range watched(args) {
		if err := b.alarm(alarm); err != nil {
			return nil, err
		}
	}
	return w, ctx.RegisterResourceOutputs(w, pulumi.Map{"topicId": w.TopicID})
}

// builder holds what the subscriptions and alarms share.
type builder struct {
	Args
	ctx    *pulumi.Context
	parent *Watch
}

func (b *builder) subscription(address string) error {
	_, err := ons.NewSubscription(b.ctx, address, &ons.SubscriptionArgs{
		CompartmentId: pulumi.String(b.Settings.CompartmentID),
		TopicId:       b.parent.TopicID,
		Protocol:      pulumi.String("EMAIL"),
		Endpoint:      pulumi.String(address),
		FreeformTags:  b.Stack.Tags(),
	}, pulumi.Parent(b.parent))
	if err != nil {
		return fmt.Errorf("building the subscription of %s: %w", address, err)
	}
	return nil
}

func (b *builder) alarm(a alarm) error {
	_, err := monitoring.NewAlarm(b.ctx, a.name, &monitoring.AlarmArgs{
		CompartmentId:       pulumi.String(b.Settings.CompartmentID),
		MetricCompartmentId: pulumi.String(b.Settings.CompartmentID),
		DisplayName:         b.Stack.Display(a.name),
		Destinations:        pulumi.StringArray{b.parent.TopicID},
		MessageFormat:       pulumi.String("ONS_OPTIMIZED"), // for people
		Namespace:           pulumi.String(a.namespace),
		Query:               a.query,
		Severity:            pulumi.String(a.severity),
		Body:                pulumi.String(a.body),
		IsEnabled:           pulumi.Bool(true),
		FreeformTags:        b.Stack.Tags(),
	}, pulumi.Parent(b.parent))
	if err != nil {
		return fmt.Errorf("building the alarm %s: %w", a.name, err)
	}
	return nil
}
