package cloud

import "strings"

// clients are the names under which the oci provider knows its SDK clients
// (terraform-provider-oci: internal/client). Those of services that are not simulated
// are among them: better an honest 501 from here than a call that leaves the machine.
var clients = []string{
	"oci_apigateway.ApiGatewayClient", "oci_apigateway.DeploymentClient", "oci_apigateway.GatewayClient",
	"oci_apigateway.SubscribersClient", "oci_apigateway.UsagePlansClient", "oci_apigateway.WorkRequestsClient",
	"oci_artifacts.ArtifactsClient", "oci_audit.AuditClient",
	"oci_core.BlockstorageClient", "oci_core.ComputeClient", "oci_core.ComputeManagementClient", "oci_core.VirtualNetworkClient",
	"oci_events.EventsClient", "oci_functions.FunctionsInvokeClient", "oci_functions.FunctionsManagementClient",
	"oci_identity.IdentityClient", "oci_identity_data_plane.DataplaneClient",
	"oci_kms.EkmClient", "oci_kms.KmsCryptoClient", "oci_kms.KmsManagementClient", "oci_kms.KmsVaultClient",
	"oci_limits.LimitsClient", "oci_limits.QuotasClient", "oci_logging.LoggingManagementClient",
	"oci_monitoring.MonitoringClient", "oci_nosql.NosqlClient", "oci_object_storage.ObjectStorageClient",
	"oci_ons.NotificationControlPlaneClient", "oci_ons.NotificationDataPlaneClient",
	"oci_sch.ConnectorPluginsClient", "oci_sch.ServiceConnectorClient",
	"oci_secrets.SecretsClient", "oci_streaming.StreamAdminClient", "oci_vault.VaultsClient",
}

// HostOverrides is the value of CLIENT_HOST_OVERRIDES that sends every client to url.
func HostOverrides(url string) string {
	items := make([]string, len(clients))
	for i, client := range clients {
		items[i] = client + "=" + url
	}
	return strings.Join(items, ";")
}
