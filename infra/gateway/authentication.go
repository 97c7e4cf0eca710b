package gateway

import (
	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type authentication = oci.DeploymentSpecificationRequestPoliciesAuthenticationArgs

const customAuthentication = pulumi.String("CUSTOM_AUTHENTICATION")

// Parameters of a custom authorizer may come from headers, the query, the host and a client certificate.
// API Gateway: "Using authorizer functions", multi-argument.
const (
	secretHeader  = pulumi.String("request.headers[X-Webhook-Secret]")
	secretQuery   = pulumi.String("request.query[secret]")
	credentials   = pulumi.String("request.headers[Authorization]")
	host          = pulumi.String("request.host")
	clientAddress = pulumi.String("request.headers[X-Real-IP]")
)

// authenticate demands of every request what its caller has to show: the same of all, or of listeners something else.
func authenticate(result *policies, args Args) {
	if args.Settings.HasEventFlow() {
		result.DynamicAuthentication = byListener(args)
		return
	}
	told, keys := endpointParameters()
	result.Authentication = &authentication{
		Type: customAuthentication, FunctionId: args.Functions.AuthorizerID, Parameters: told, CacheKeys: keys,
	}
}

// endpointParameters are what the authorizer is told of a call of an endpoint, and all of them the key of its cached answer. The
// host is to mark the call as an endpoint's, see [listenerDetail].
func endpointParameters() (told pulumi.StringMap, keys pulumi.StringArrayInput) {
	return pulumi.StringMap{"endpoint": host, "secret_header": secretHeader, "secret_query": secretQuery, "client_address": clientAddress},
		pulumi.ToStringArray([]string{"endpoint", "secret_header", "secret_query", "client_address"})
}
