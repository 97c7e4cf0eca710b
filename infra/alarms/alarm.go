package alarms

import (
	"cmp"
	"fmt"

	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi-oci/sdk/v2/go/oci/monitoring"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// builder holds what the alarms share.
type builder struct {
	Args
	ctx    *pulumi.Context
	parent *Alarms
	after  []pulumi.Resource
}

func (b *builder) alarm(a settings.Alarm) (pulumi.IDOutput, error) {
	alarm, err := monitoring.NewAlarm(b.ctx, names.Slug(a.DisplayName), &monitoring.AlarmArgs{
		CompartmentId: pulumi.String(b.Settings.CompartmentID),
		DisplayName:   pulumi.String(a.DisplayName),
		Destinations:  pulumi.StringArray{b.parent.TopicID},
		// What the function reads: the newest version of the message, as JSON on one line.
		MessageFormat:       pulumi.String("RAW"),
		NotificationVersion: pulumi.String("1.X"),

		Namespace:                                pulumi.String(a.Namespace),
		Query:                                    b.Vault.VaultID.ApplyT(a.QueryFor).(pulumi.StringOutput),
		Severity:                                 pulumi.String(a.Severity),
		Body:                                     given(a.Body),
		NotificationTitle:                        pulumi.String(cmp.Or(a.NotificationTitle, a.DisplayName)), // as OCI does
		ResourceGroup:                            given(a.ResourceGroup),
		MetricCompartmentId:                      pulumi.String(a.MetricCompartmentID),
		MetricCompartmentIdInSubtree:             pulumi.Bool(a.MetricCompartmentIDInSubtree),
		IsNotificationsPerMetricDimensionEnabled: pulumi.Bool(a.IsNotificationsPerMetricDimensionEnabled),
		IsEnabled:                                pulumi.Bool(a.IsEnabled),
		PendingDuration:                          pulumi.String(a.PendingDuration),
		RepeatNotificationDuration:               given(a.RepeatNotificationDuration),
		EvaluationSlackDuration:                  pulumi.String(a.EvaluationSlackDuration),
		Suppression:                              suppression(a.Suppression),
		FreeformTags:                             b.Stack.Tags(),
	}, pulumi.Parent(b.parent), pulumi.DependsOn(b.after))
	if err != nil {
		return pulumi.IDOutput{}, fmt.Errorf("building the alarm %q: %w", a.DisplayName, err)
	}
	return alarm.ID(), nil
}

// given is nil for what is not set.
func given(text string) pulumi.StringPtrInput {
	if text == "" {
		return nil
	}
	return pulumi.String(text)
}

func suppression(s *settings.Suppression) monitoring.AlarmSuppressionTypePtrInput {
	if s == nil {
		return nil
	}
	return monitoring.AlarmSuppressionTypeArgs{
		TimeSuppressFrom:  pulumi.String(s.TimeSuppressFrom),
		TimeSuppressUntil: pulumi.String(s.TimeSuppressUntil),
		Description:       given(s.Description),
	}
}
