package prune

import (
	"context"
	"fmt"

	"github.com/oracle/oci-go-sdk/v65/artifacts"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/functions"

	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// connect makes the clients of a stack's place, with the stack's own credentials.
func connect(ctx context.Context, o Options) (*pruner, error) {
	config, err := o.Target.Config(ctx, o.Stack)
	if err != nil {
		return nil, err
	}
	settings, err := o.Target.Settings(o.Stack, config)
	if err != nil {
		return nil, fmt.Errorf("%w\nscripts/stack doctor %s looks at all that pulumi up needs", err, o.Stack)
	}
	p := &pruner{
		Options: o, compartment: settings.CompartmentID,
		names: names.Stack{Project: target.Project, Name: o.Stack, Owner: settings.Owner},
	}
	if p.outputs, err = o.Target.Outputs(ctx, o.Stack); err != nil {
		return nil, err
	}
	credentials, err := o.Target.Credentials(config)
	if err != nil {
		return nil, err
	}
	registry, err := artifacts.NewArtifactsClientWithConfigurationProvider(credentials)
	if err != nil {
		return nil, fmt.Errorf("making the client of OCI Registry: %w", err)
	}
	p.point(&registry.BaseClient, "oci_artifacts.ArtifactsClient")
	management, err := functions.NewFunctionsManagementClientWithConfigurationProvider(credentials)
	if err != nil {
		return nil, fmt.Errorf("making the client of Functions: %w", err)
	}
	p.point(&management.BaseClient, "oci_functions.FunctionsManagementClient")
	p.registry, p.functions = registry, management
	p.manifests, err = newManifests(settings.Registry.Host, settings.Registry.User, settings.Registry.Password.Reveal())
	return p, err
}

// point turns a client to where the stack lives. It tries again at 429 and 5xx.
func (p *pruner) point(client *common.BaseClient, name string) {
	policy := common.DefaultRetryPolicyWithoutEventualConsistency()
	client.Configuration.RetryPolicy = &policy
	p.Target.Point(client, name)
}
