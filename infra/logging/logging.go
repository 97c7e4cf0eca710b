// Package logging keeps what the gateway and the functions say: who called and what came of it (access), what the
// gateway did about it (execution), and what the functions wrote (invoke). The log lines are OCI's Logging service's,
// in one log group; to find a request in all three, look for its opc-request-id and the function's call id.
package logging

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Args are what is logged, and for how long.
type Args struct {
	Stack         names.Stack
	Settings      *settings.Settings
	DeploymentID  pulumi.IDOutput
	ApplicationID pulumi.IDOutput
}

// Logging is the log group and its logs.
type Logging struct {
	pulumi.ResourceState

	LogGroupID pulumi.IDOutput
}

// New builds the log group and its logs.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Logging, error) {
	logging := &Logging{}
	if err := ctx.RegisterComponentResource("cxbridge:logging:Logging", name, logging, opts...); err != nil {
		return nil, err
	}
	group, err := oci.NewLogGroup(ctx, "logs", &oci.LogGroupArgs{
		CompartmentId: pulumi.String(args.Settings.CompartmentID),
		DisplayName:   args.Stack.Display("logs"),
		FreeformTags:  args.Stack.Tags(),
	}, pulumi.Parent(logging), pulumi.DeleteBeforeReplace(true))
	if err != nil {
		return nil, fmt.Errorf("building the log group: %w", err)
	}
	logging.LogGroupID = group.ID()
	for _, log := range []struct {
		service, category string
		resource          pulumi.IDOutput
	}{
		{"apigateway", "access", args.DeploymentID},
		{"apigateway", "execution", args.DeploymentID},
		{"functions", "invoke", args.ApplicationID},
	} {
		_, err := oci.NewLog(ctx, log.category, &oci.LogArgs{
			DisplayName: args.Stack.Display(log.category),
			LogGroupId:  group.ID(),
			LogType:     pulumi.String("SERVICE"),
			IsEnabled:   pulumi.Bool(true),
			Configuration: &oci.LogConfigurationArgs{
				CompartmentId: pulumi.String(args.Settings.CompartmentID),
				Source: &oci.LogConfigurationSourceArgs{
					SourceType: pulumi.String("OCISERVICE"),
					Service:    pulumi.String(log.service),
					Resource:   log.resource,
					Category:   pulumi.String(log.category),
				},
			},
			RetentionDuration: pulumi.Int(args.Settings.LogRetentionInDays),
			FreeformTags:      args.Stack.Tags(),
		}, pulumi.Parent(logging), pulumi.DeleteBeforeReplace(true))
		if err != nil {
			return nil, fmt.Errorf("building the log %s: %w", log.category, err)
		}
	}
	return logging, ctx.RegisterResourceOutputs(logging, pulumi.Map{"logGroupId": group.ID()})
}
