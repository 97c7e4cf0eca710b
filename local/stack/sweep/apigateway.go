package sweep

import (
	"context"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

func (w *world) gateways() kind {
	return kind{"API gateway", pages(func(ctx context.Context, page *string) ([]apigateway.GatewaySummary, *string, error) {
		answer, err := w.gateway.ListGateways(ctx, apigateway.ListGatewaysRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.gateway.DeleteGateway(ctx, apigateway.DeleteGatewayRequest{GatewayId: &r.ID})
		return err
	}}
}

func (w *world) deployments() kind {
	return kind{"deployment", pages(func(ctx context.Context, page *string) ([]apigateway.DeploymentSummary, *string, error) {
		answer, err := w.deployment.ListDeployments(ctx, apigateway.ListDeploymentsRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.deployment.DeleteDeployment(ctx, apigateway.DeleteDeploymentRequest{DeploymentId: &r.ID})
		return err
	}}
}
