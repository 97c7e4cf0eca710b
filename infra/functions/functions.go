package functions

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

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
	Ledger   *ledger.Ledger // nil when alarms become no incidents
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
}

// New builds the application and its functions.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Functions, error) {
	f := &Functions{EndpointIDs: map[string]pulumi.IDOutput{}}
	if err := ctx.RegisterComponentResource("cxbridge:functions:Functions", name, f, opts...); err != nil {
		return nil, err
	}
	application, err := ocifunctions.NewApplication(ctx, "application", &ocifunctions.ApplicationArgs{
		CompartmentId:           pulumi.String(args.Settings.CompartmentID),
		DisplayName:             args.Stack.Display("webhooks"),
		SubnetIds:               pulumi.StringArray{args.Network.PrivateSubnetID},
		NetworkSecurityGroupIds: pulumi.StringArray{args.Network.FunctionsGroupID},
		Config:                  applicationConfig(args),
		FreeformTags:            args.Stack.Tags(),
	}, pulumi.Parent(f))
	if err != nil {
		return nil, fmt.Errorf("building the application: %w", err)
	}
	f.ApplicationID = application.ID()

	b := &builder{Args: args, ctx: ctx, parent: f}
	f.AuthorizerID, err = b.function(settings.Authorizer, args.Settings.Authorizer, nil)
	if err != nil {
		return nil, err
	}
	ids := pulumi.Map{settings.Authorizer: f.AuthorizerID}
	for _, endpoint := range args.Settings.Endpoints {
		id, err := b.function(endpoint.Name, endpoint.Sizing, accountConfig(args, endpoint.Function))
		if err != nil {
			return nil, err
		}
		f.EndpointIDs[endpoint.Name], ids[endpoint.Name] = id, id
	}
	if args.Settings.HasAlarmFlow() {
		id, err := b.function(settings.AlarmToIncident, args.Settings.AlarmToIncident.Sizing, alarmConfig(args))
		if err != nil {
			return nil, err
		}
		f.AlarmToIncidentID, ids[settings.AlarmToIncident] = &id, id
	}
	return f, ctx.RegisterResourceOutputs(f, pulumi.Map{"applicationId": f.ApplicationID, "functionIds": ids})
}

// builder holds what the functions share.
type builder struct {
	Args
	ctx    *pulumi.Context
	parent *Functions
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
	}, pulumi.Parent(b.parent), pulumi.DependsOn([]pulumi.Resource{image.Repository}))
	if err != nil {
		return pulumi.IDOutput{}, fmt.Errorf("building the function %s: %w", name, err)
	}
	return function.ID(), nil
}

// The configurations are nil rather than empty: OCI does not return an empty one, which would look like drift.

// applicationConfig is what callers must show. It is the application's, because each endpoint refuses everything where
// nothing is demanded; the secret itself only the authorizer may read.
func applicationConfig(args Args) pulumi.StringMapInput {
	config := pulumi.StringMap{}
	if cidrs := args.Settings.Access.AllowedClientCidrs; len(cidrs) > 0 {
		config["allowed_client_cidrs"] = pulumi.String(strings.Join(cidrs, ","))
	}
	if secret := args.Vault.WebhookSecretID; secret != nil {
		config["webhook_secret_ocid"] = secret
	}
	if len(config) == 0 {
		return nil
	}
	return config
}

// accountConfig is what every function that writes to B2C Service needs, besides what the settings give it.
func accountConfig(args Args, function settings.Function) pulumi.StringMap {
	config := pulumi.ToStringMap(function.Config)
	maps.Copy(config, pulumi.StringMap{
		"b2cservice_hostname":      pulumi.String(args.Settings.B2CService.Hostname),
		"b2cservice_username_ocid": args.Vault.UsernameID,
		"b2cservice_password_ocid": args.Vault.PasswordID,
	})
	return config
}

func alarmConfig(args Args) pulumi.StringMap {
	config := accountConfig(args, args.Settings.AlarmToIncident)
	config["b2cservice_contact_id"] = pulumi.String(args.Settings.B2CService.ContactID)
	config["ledger_table_ocid"] = args.Ledger.TableID
	return config
}
