package functions

import (
	"fmt"
	"strconv"

	"github.com/cxbridge/cxbridge/infra/images"
	"github.com/cxbridge/cxbridge/infra/ledger"
	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/infra/network"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/vault"
	ocifunctions "github.com/pulumi/pulumi-oci/sdk/v2/go/oci/functions"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Args are what the functions are built from.
type Args struct {
	Stack    names.Stack
	Settings *settings.Settings
	Network  *network.Network
	Vault    *vault.Vault
	Images   *images.Images
	Ledger   *ledger.Ledger // nil when nothing has to be remembered
}

// Functions are the application and its functions.
type Functions struct {
	pulumi.ResourceState

	ApplicationID pulumi.IDOutput
	AuthorizerID  pulumi.IDOutput
	// EndpointIDs are the OCIDs of the endpoints' functions, by name.
	EndpointIDs map[string]pulumi.IDOutput
	// AlarmToIncidentID is nil when alarms become no incidents.
	AlarmToIncidentID *pulumi.IDOutput
	// EventToIncidentID is nil when events become no incidents.
	EventToIncidentID *pulumi.IDOutput
}

// New builds the application and its functions.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Functions, error) {
	f := &Functions{EndpointIDs: map[string]pulumi.IDOutput{}}
	if err := ctx.RegisterComponentResource("cxbridge:functions:Functions", name, f, opts...); err != nil {
		return nil, err
	}
	application, err := ocifunctions.NewApplication(ctx, "application", &ocifunctions.ApplicationArgs{
		CompartmentId:           pulumi.String(args.Settings.CompartmentID),
		DisplayName:             args.Stack.Display(applicationName(args.Settings.Shape)),
		Shape:                   pulumi.String(string(args.Settings.Shape)),
		SubnetIds:               pulumi.StringArray{args.Network.PrivateSubnetID},
		NetworkSecurityGroupIds: pulumi.StringArray{args.Network.FunctionsGroupID},
		Config:                  applicationConfig(args),
		FreeformTags:            args.Stack.Tags(),
	}, pulumi.Parent(f))
	if err != nil {
		return nil, fmt.Errorf("building the application: %w", err)
	}
	f.ApplicationID = application.ID()

	b := &builder{Args: args, ctx: ctx, parent: f, ids: pulumi.Map{}}
	if err := b.functions(); err != nil {
		return nil, err
	}
	return f, ctx.RegisterResourceOutputs(f, pulumi.Map{"applicationId": f.ApplicationID, "functionIds": b.ids})
}

// applicationName has the shape in it, unless it is OCI's default. An application is made anew for another shape, and with
// another name it can be there before the old one goes: the gateway is never without.
func applicationName(shape settings.Shape) string {
	switch shape {
	case settings.Arm:
		return "webhooks-arm"
	case settings.X86Arm:
		return "webhooks-x86-arm"
	}
	return "webhooks"
}

// builder holds what the functions share.
type builder struct {
	Args
	ctx    *pulumi.Context
	parent *Functions
	ids    pulumi.Map // of the functions, by name
}

// functions builds each function that the settings want.
func (b *builder) functions() error {
	authorizer, err := b.function(settings.Authorizer, b.Settings.Authorizer, authorizerConfig(b.Args))
	if err != nil {
		return err
	}
	b.parent.AuthorizerID = authorizer
	for _, endpoint := range b.Settings.Endpoints {
		id, err := b.function(endpoint.Name, endpoint.Sizing, accountConfig(b.Args, endpoint.Function))
		if err != nil {
			return err
		}
		b.parent.EndpointIDs[endpoint.Name] = id
	}
	followers := b.Settings.Followers()
	if b.parent.AlarmToIncidentID, err = b.follower(settings.AlarmToIncident, followers); err != nil {
		return err
	}
	b.parent.EventToIncidentID, err = b.follower(settings.EventToIncident, followers)
	return err
}

// follower builds a function whose incidents follow something, if there is such a flow.
func (b *builder) follower(name string, all map[string]settings.Function) (*pulumi.IDOutput, error) {
	follower, ok := all[name]
	if !ok {
		return nil, nil
	}
	id, err := b.function(name, follower.Sizing, followerConfig(b.Args, follower))
	return &id, err
}

func (b *builder) function(name string, sizing settings.Sizing, config pulumi.StringMapInput) (pulumi.IDOutput, error) {
	image := b.Images.Of(name)
	function, err := ocifunctions.NewFunction(b.ctx, name, &ocifunctions.FunctionArgs{
		ApplicationId:    b.parent.ApplicationID,
		DisplayName:      pulumi.String(name),
		Image:            image.Tag,
		ImageDigest:      image.Digest,
		MemoryInMbs:      pulumi.String(strconv.Itoa(sizing.MemoryInMBs)),
		TimeoutInSeconds: pulumi.Int(sizing.TimeoutInSeconds),
		Config:           config,
		FreeformTags:     b.Stack.Tags(),

		ProvisionedConcurrencyConfig: concurrency(sizing.ProvisionedConcurrency),
	}, pulumi.Parent(b.parent), pulumi.DependsOn([]pulumi.Resource{image.Repository}))
	if err != nil {
		return pulumi.IDOutput{}, fmt.Errorf("building the function %s: %w", name, err)
	}
	b.ids[name] = function.ID()
	return function.ID(), nil
}

// concurrency is what is kept ready of a function. None is written out: the provider takes what is left out for OCI's own
// choice, so that a count that is taken away again would stay in force.
func concurrency(units int) *ocifunctions.FunctionProvisionedConcurrencyConfigArgs {
	if units == 0 {
		return &ocifunctions.FunctionProvisionedConcurrencyConfigArgs{Strategy: pulumi.String("NONE")}
	}
	return &ocifunctions.FunctionProvisionedConcurrencyConfigArgs{
		Strategy: pulumi.String("CONSTANT"), Count: pulumi.Int(units),
	}
}
