package oci

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// LogGroupArgs are the arguments of a log group.
type LogGroupArgs struct {
	CompartmentId pulumi.StringInput    `pulumi:"compartmentId"`
	DisplayName   pulumi.StringInput    `pulumi:"displayName"`
	FreeformTags  pulumi.StringMapInput `pulumi:"freeformTags,optional"`
}

// LogGroup holds logs that belong together.
type LogGroup struct{ pulumi.CustomResourceState }

// NewLogGroup registers a log group.
func NewLogGroup(ctx *pulumi.Context, name string, args *LogGroupArgs, opts ...pulumi.ResourceOption) (*LogGroup, error) {
	group := &LogGroup{}
	return group, register(ctx, "oci:Logging/logGroup:LogGroup", name, args, group, opts)
}

// LogArgs are the arguments of a log.
type LogArgs struct {
	Configuration     *LogConfigurationArgs `pulumi:"configuration,optional"`
	DisplayName       pulumi.StringInput    `pulumi:"displayName"`
	FreeformTags      pulumi.StringMapInput `pulumi:"freeformTags,optional"`
	IsEnabled         pulumi.BoolPtrInput   `pulumi:"isEnabled,optional"`
	LogGroupId        pulumi.StringInput    `pulumi:"logGroupId"`
	LogType           pulumi.StringInput    `pulumi:"logType"`
	RetentionDuration pulumi.IntPtrInput    `pulumi:"retentionDuration,optional"`
}

// LogConfigurationArgs say what is logged.
type LogConfigurationArgs struct {
	CompartmentId pulumi.StringPtrInput       `pulumi:"compartmentId,optional"`
	Source        *LogConfigurationSourceArgs `pulumi:"source"`
}

// LogConfigurationSourceArgs name one kind of a resource's log lines.
type LogConfigurationSourceArgs struct {
	Category   pulumi.StringInput `pulumi:"category"`
	Resource   pulumi.StringInput `pulumi:"resource"`
	Service    pulumi.StringInput `pulumi:"service"`
	SourceType pulumi.StringInput `pulumi:"sourceType"`
}

// Log keeps log lines for some days.
type Log struct{ pulumi.CustomResourceState }

// NewLog registers a log.
func NewLog(ctx *pulumi.Context, name string, args *LogArgs, opts ...pulumi.ResourceOption) (*Log, error) {
	log := &Log{}
	return log, register(ctx, "oci:Logging/log:Log", name, args, log, opts)
}
