package cloud_test

import (
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
	"github.com/oracle/oci-go-sdk/v65/core"
	"github.com/oracle/oci-go-sdk/v65/functions"

	"github.com/cxbridge/cxbridge/local/cloud"
)

func TestVNICsCanLinger(t *testing.T) {
	b := startWith(t, "VNICLinger", "2m")
	n := newNet(t, b)
	e := newEdge(t, n)
	application, g := n.application(t, "app", nil), e.gateway(t)
	ok[functions.DeleteApplicationResponse](t)(n.functions(t).DeleteApplication(ctx, functions.DeleteApplicationRequest{ApplicationId: application.Id}))
	ok[apigateway.DeleteGatewayResponse](t)(e.DeleteGateway(ctx, apigateway.DeleteGatewayRequest{GatewayId: g.Id}))
	deletions := map[string]func() error{
		n.public: func() error {
			_, err := n.DeleteSubnet(ctx, core.DeleteSubnetRequest{SubnetId: &n.public})
			return err
		},
		n.private: func() error {
			_, err := n.DeleteSubnet(ctx, core.DeleteSubnetRequest{SubnetId: &n.private})
			return err
		},
		n.group: func() error {
			_, err := n.DeleteNetworkSecurityGroup(ctx, core.DeleteNetworkSecurityGroupRequest{NetworkSecurityGroupId: &n.group})
			return err
		},
	}
	for id, del := range deletions {
		refused(t, del(), 409, "Conflict", id)
	}
	n.restart(t)
	n.VirtualNetworkClient = b.network(t) // the former's connections are closed
	b.clock.advance(3 * time.Minute)
	for id, del := range deletions {
		if err := del(); err != nil {
			t.Errorf("%s cannot be deleted after a while: %v", id, err)
		}
	}
	for _, r := range ok[[]cloud.Resource](t)(b.Resources(ctx)) {
		if r.Kind == "vnic" {
			t.Errorf("%s is left", r.Name)
		}
	}
}
