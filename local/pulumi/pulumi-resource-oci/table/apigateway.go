package table

import "github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"

// The official provider has a client each for gateways, deployments and work
// requests; they share endpoint and paths.
func apiGateway(client string) *oci.Service {
	return &oci.Service{
		Client: client,
		Name:   "apigateway", Template: "https://apigateway.{region}.oci.{secondLevelDomain}",
		Base: "/20190501",
	}
}

func apiGatewayResources() []*Resource {
	return []*Resource{
		rest("oci:ApiGateway/gateway:Gateway", apiGateway("oci_apigateway.GatewayClient"), "/gateways", "ACTIVE", "DELETED").
			asynchronous("gateway").sets("networkSecurityGroupIds"),
		rest("oci:ApiGateway/deployment:Deployment", apiGateway("oci_apigateway.DeploymentClient"), "/deployments", "ACTIVE", "DELETED").
			asynchronous("deployment"),
	}
}
