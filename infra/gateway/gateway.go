package gateway

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/access"
	"github.com/cxbridge/cxbridge/infra/functions"
	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/infra/network"
	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// PathPrefix is where the endpoints' paths begin.
const PathPrefix = "/webhooks"

// Args are what the gateway is built from.
type Args struct {
	Stack     names.Stack
	Settings  *settings.Settings
	Network   *network.Network
	Functions *functions.Functions
	Access    *access.Access
}

// Gateway is the API gateway with its deployment.
type Gateway struct {
	pulumi.ResourceState

	Hostname pulumi.StringOutput
	// Address is the public IP address, to which the domain of a certificate of one's own has to lead.
	Address      pulumi.StringOutput
	Deployment   pulumi.Resource // for what has to come after
	DeploymentID pulumi.IDOutput
	// URLs are the endpoints' addresses, by the functions' names.
	URLs map[string]pulumi.StringOutput
	// EventsURL is below what the listeners' addresses are: /<apiName> follows. It leads nowhere without listeners.
	EventsURL pulumi.StringOutput
}

// New builds the gateway and its deployment.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Gateway, error) {
	g := &Gateway{URLs: map[string]pulumi.StringOutput{}}
	if err := ctx.RegisterComponentResource("cxbridge:gateway:Gateway", name, g, opts...); err != nil {
		return nil, err
	}
	gateway, err := oci.NewGateway(ctx, "gateway", &oci.GatewayArgs{
		CompartmentId:           pulumi.String(args.Settings.CompartmentID),
		DisplayName:             args.Stack.Display("gateway"),
		EndpointType:            pulumi.String("PUBLIC"),
		SubnetId:                args.Network.PublicSubnetID,
		NetworkSecurityGroupIds: pulumi.StringArray{args.Network.GatewayGroupID},
		CertificateId:           given(args.Settings.CertificateID),
		FreeformTags:            args.Stack.Tags(),
	}, pulumi.Parent(g), pulumi.Protect(args.Settings.Protect))
	if err != nil {
		return nil, fmt.Errorf("building the API gateway: %w", err)
	}
	deployment, err := oci.NewDeployment(ctx, "webhooks", &oci.DeploymentArgs{
		CompartmentId: pulumi.String(args.Settings.CompartmentID),
		DisplayName:   args.Stack.Display("webhooks"),
		GatewayId:     gateway.ID(),
		PathPrefix:    pulumi.String(PathPrefix),
		Specification: specification(args),
		FreeformTags:  args.Stack.Tags(),
	}, pulumi.Parent(g), pulumi.DependsOn([]pulumi.Resource{args.Access.GatewayPolicy}),
		pulumi.ReplacementTrigger(pulumi.String(authenticators(args.Settings))),
		pulumi.DeleteBeforeReplace(true)) // a path prefix is a gateway's only once
	if err != nil {
		return nil, fmt.Errorf("building the deployment: %w", err)
	}
	g.Hostname, g.Deployment, g.DeploymentID = gateway.Hostname, deployment, deployment.ID()
	g.Address = address(gateway)
	g.EventsURL = pulumi.Sprintf("%s%s", deployment.Endpoint, eventsPath)
	for _, endpoint := range args.Settings.Endpoints {
		g.URLs[endpoint.Name] = pulumi.Sprintf("%s%s", deployment.Endpoint, endpoint.Path)
	}
	return g, ctx.RegisterResourceOutputs(g, pulumi.Map{"hostname": g.Hostname, "deploymentId": g.DeploymentID})
}

// address is a gateway's address. A public gateway has one.
func address(gateway *oci.Gateway) pulumi.StringOutput {
	return gateway.IpAddresses.ApplyT(func(all []oci.GatewayIpAddress) string {
		if len(all) == 0 || all[0].IpAddress == nil {
			return ""
		}
		return *all[0].IpAddress
	}).(pulumi.StringOutput)
}

// given is nil for what is not set.
func given(text string) pulumi.StringPtrInput {
	if text == "" {
		return nil
	}
	return pulumi.String(text)
}
