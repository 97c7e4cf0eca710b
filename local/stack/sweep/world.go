package sweep

import (
	"context"
	"errors"
	"fmt"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
	"github.com/oracle/oci-go-sdk/v65/artifacts"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/core"
	"github.com/oracle/oci-go-sdk/v65/functions"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/keymanagement"
	"github.com/oracle/oci-go-sdk/v65/logging"
	"github.com/oracle/oci-go-sdk/v65/monitoring"
	"github.com/oracle/oci-go-sdk/v65/nosql"
	"github.com/oracle/oci-go-sdk/v65/ons"
	"github.com/oracle/oci-go-sdk/v65/vault"

	"github.com/cxbridge/cxbridge/local/stack/target"
)

// world is where is looked: a compartment of a tenancy in a region, and an application.
type world struct {
	target               Target
	config               target.Config
	match                Match
	credentials          common.ConfigurationProvider
	compartment, tenancy string

	alarm        monitoring.MonitoringClient
	core         core.VirtualNetworkClient
	deployment   apigateway.DeploymentClient
	function     functions.FunctionsManagementClient
	gateway      apigateway.GatewayClient
	iam          identity.IdentityClient // in the home region
	log          logging.LoggingManagementClient
	repository   artifacts.ArtifactsClient
	secret       vault.VaultsClient
	subscription ons.NotificationDataPlaneClient
	table        nosql.NosqlClient
	topic        ons.NotificationControlPlaneClient
	vault        keymanagement.KmsVaultClient
}

func newWorld(ctx context.Context, o Options) (*world, error) {
	w := &world{
		target: o.Target, config: o.Config, match: o.Match,
		compartment: o.Config.Text("compartmentId"), tenancy: o.Config.Text("tenancyId"),
	}
	if w.compartment == "" || w.tenancy == "" {
		return nil, errors.New("the settings compartmentId and tenancyId are empty: they say where to sweep")
	}
	var err error
	if w.credentials, err = o.Target.Credentials(o.Config); err != nil {
		return nil, err
	}
	if err := w.connect(); err != nil {
		return nil, err
	}
	return w, w.goHome(ctx)
}

// connect makes the services' clients.
func (w *world) connect() error {
	var err error
	var errs []error
	made := func(client *common.BaseClient, name string, err error) {
		if err != nil {
			errs = append(errs, fmt.Errorf("making the client %s: %w", name, err))
			return
		}
		policy := common.DefaultRetryPolicyWithoutEventualConsistency() // 429 and 5xx
		client.Configuration.RetryPolicy = &policy
		w.target.Point(client, name)
	}
	w.alarm, err = monitoring.NewMonitoringClientWithConfigurationProvider(w.credentials)
	made(&w.alarm.BaseClient, "oci_monitoring.MonitoringClient", err)
	w.core, err = core.NewVirtualNetworkClientWithConfigurationProvider(w.credentials)
	made(&w.core.BaseClient, "oci_core.VirtualNetworkClient", err)
	w.deployment, err = apigateway.NewDeploymentClientWithConfigurationProvider(w.credentials)
	made(&w.deployment.BaseClient, "oci_apigateway.DeploymentClient", err)
	w.function, err = functions.NewFunctionsManagementClientWithConfigurationProvider(w.credentials)
	made(&w.function.BaseClient, "oci_functions.FunctionsManagementClient", err)
	w.gateway, err = apigateway.NewGatewayClientWithConfigurationProvider(w.credentials)
	made(&w.gateway.BaseClient, "oci_apigateway.GatewayClient", err)
	w.iam, err = identity.NewIdentityClientWithConfigurationProvider(w.credentials)
	made(&w.iam.BaseClient, "oci_identity.IdentityClient", err)
	w.log, err = logging.NewLoggingManagementClientWithConfigurationProvider(w.credentials)
	made(&w.log.BaseClient, "oci_logging.LoggingManagementClient", err)
	w.repository, err = artifacts.NewArtifactsClientWithConfigurationProvider(w.credentials)
	made(&w.repository.BaseClient, "oci_artifacts.ArtifactsClient", err)
	w.secret, err = vault.NewVaultsClientWithConfigurationProvider(w.credentials)
	made(&w.secret.BaseClient, "oci_vault.VaultsClient", err)
	w.subscription, err = ons.NewNotificationDataPlaneClientWithConfigurationProvider(w.credentials)
	made(&w.subscription.BaseClient, "oci_ons.NotificationDataPlaneClient", err)
	w.table, err = nosql.NewNosqlClientWithConfigurationProvider(w.credentials)
	made(&w.table.BaseClient, "oci_nosql.NosqlClient", err)
	w.topic, err = ons.NewNotificationControlPlaneClientWithConfigurationProvider(w.credentials)
	made(&w.topic.BaseClient, "oci_ons.NotificationControlPlaneClient", err)
	w.vault, err = keymanagement.NewKmsVaultClientWithConfigurationProvider(w.credentials)
	made(&w.vault.BaseClient, "oci_kms.KmsVaultClient", err)
	return errors.Join(errs...)
}

// goHome turns the client of identity to the tenancy's home region, where groups and
// policies are written (identity: ListRegionSubscriptions).
func (w *world) goHome(ctx context.Context) error {
	home := w.config.Text("homeRegion")
	if home == "" {
		answer, err := w.iam.ListRegionSubscriptions(ctx, identity.ListRegionSubscriptionsRequest{TenancyId: &w.tenancy})
		if err != nil {
			return fmt.Errorf("looking for the tenancy's home region: %w", target.Brief(err))
		}
		for _, region := range answer.Items {
			if region.IsHomeRegion != nil && *region.IsHomeRegion && region.RegionName != nil {
				home = *region.RegionName
			}
		}
	}
	if home == "" {
		return errors.New("the tenancy has no home region: set homeRegion")
	}
	w.iam.SetRegion(home)
	w.target.Point(&w.iam.BaseClient, "oci_identity.IdentityClient")
	return nil
}

// stages are all kinds but registrations, which come first, and vaults, which come last:
// from what uses to what is used. Within a stage, none uses another. Keys go with their
// vault, and images with their repository.
func (w *world) stages() [][]kind {
	return [][]kind{
		{w.alarms(), w.logs()},
		{w.deployments(), w.subscriptions(), w.logGroups()},
		{w.gateways(), w.functions(), w.topics()},
		{w.applications(), w.policies(), w.tables(), w.repositories(), w.secrets()},
		{w.dynamicGroups(), w.subnets()},
		{w.securityGroups(), w.securityLists(), w.routeTables()},
		{w.internetGateways(), w.natGateways(), w.serviceGateways()},
		{w.vcns()},
	}
}
