package sweep

import (
	"context"

	"github.com/oracle/oci-go-sdk/v65/core"
)

func (w *world) vcns() kind {
	return kind{"VCN", pages(func(ctx context.Context, page *string) ([]core.Vcn, *string, error) {
		answer, err := w.core.ListVcns(ctx, core.ListVcnsRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.core.DeleteVcn(ctx, core.DeleteVcnRequest{VcnId: &r.ID})
		return err
	}}
}

func (w *world) subnets() kind {
	return kind{"subnet", pages(func(ctx context.Context, page *string) ([]core.Subnet, *string, error) {
		answer, err := w.core.ListSubnets(ctx, core.ListSubnetsRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.core.DeleteSubnet(ctx, core.DeleteSubnetRequest{SubnetId: &r.ID})
		return err
	}}
}

func (w *world) securityGroups() kind {
	return kind{"network security group", pages(func(ctx context.Context, page *string) ([]core.NetworkSecurityGroup, *string, error) {
		answer, err := w.core.ListNetworkSecurityGroups(ctx, core.ListNetworkSecurityGroupsRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.core.DeleteNetworkSecurityGroup(ctx, core.DeleteNetworkSecurityGroupRequest{NetworkSecurityGroupId: &r.ID})
		return err
	}}
}

func (w *world) securityLists() kind {
	return kind{"security list", pages(func(ctx context.Context, page *string) ([]core.SecurityList, *string, error) {
		answer, err := w.core.ListSecurityLists(ctx, core.ListSecurityListsRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.core.DeleteSecurityList(ctx, core.DeleteSecurityListRequest{SecurityListId: &r.ID})
		return err
	}}
}

func (w *world) routeTables() kind {
	return kind{"route table", pages(func(ctx context.Context, page *string) ([]core.RouteTable, *string, error) {
		answer, err := w.core.ListRouteTables(ctx, core.ListRouteTablesRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.core.DeleteRouteTable(ctx, core.DeleteRouteTableRequest{RtId: &r.ID})
		return err
	}}
}

func (w *world) internetGateways() kind {
	return kind{"internet gateway", pages(func(ctx context.Context, page *string) ([]core.InternetGateway, *string, error) {
		answer, err := w.core.ListInternetGateways(ctx, core.ListInternetGatewaysRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.core.DeleteInternetGateway(ctx, core.DeleteInternetGatewayRequest{IgId: &r.ID})
		return err
	}}
}

func (w *world) natGateways() kind {
	return kind{"NAT gateway", pages(func(ctx context.Context, page *string) ([]core.NatGateway, *string, error) {
		answer, err := w.core.ListNatGateways(ctx, core.ListNatGatewaysRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.core.DeleteNatGateway(ctx, core.DeleteNatGatewayRequest{NatGatewayId: &r.ID})
		return err
	}}
}

func (w *world) serviceGateways() kind {
	return kind{"service gateway", pages(func(ctx context.Context, page *string) ([]core.ServiceGateway, *string, error) {
		answer, err := w.core.ListServiceGateways(ctx, core.ListServiceGatewaysRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.core.DeleteServiceGateway(ctx, core.DeleteServiceGatewayRequest{ServiceGatewayId: &r.ID})
		return err
	}}
}
