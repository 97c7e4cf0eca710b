package inputs_test

import (
	"testing"

	"github.com/cxbridge/cxbridge/infra/inputs"
	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func TestOf(t *testing.T) {
	got, err := inputs.Of(&oci.RouteTableArgs{
		CompartmentId: pulumi.String("c"),
		VcnId:         pulumi.String("v"),
		RouteRules:    []*oci.RouteTableRouteRuleArgs{{NetworkEntityId: pulumi.String("g")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := pulumi.Map{
		"compartmentId": pulumi.String("c"),
		"vcnId":         pulumi.String("v"),
		"routeRules":    pulumi.Array{pulumi.Map{"networkEntityId": pulumi.String("g")}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("inputs.Of (-want +got):\n%s", diff)
	}
}

func TestMissingRequiredArguments(t *testing.T) {
	for name, test := range map[string]struct {
		args any
		want string
	}{
		"no arguments": {(*oci.VcnArgs)(nil), "missing arguments"},
		"no element": {&oci.RouteTableArgs{CompartmentId: pulumi.String("c"), VcnId: pulumi.String("v"), RouteRules: []*oci.RouteTableRouteRuleArgs{nil}},
			"routeRules: 0: missing arguments"},
		"top":    {&oci.VcnArgs{}, `missing required argument "compartmentId"`},
		"list":   {&oci.ServiceGatewayArgs{CompartmentId: pulumi.String("c"), VcnId: pulumi.String("v")}, `missing required argument "services"`},
		"nested": {&oci.RouteTableArgs{CompartmentId: pulumi.String("c"), VcnId: pulumi.String("v"), RouteRules: []*oci.RouteTableRouteRuleArgs{{}}}, `routeRules: 0: missing required argument "networkEntityId"`},
		"deep": {&oci.NetworkSecurityGroupSecurityRuleArgs{
			Direction: pulumi.String("INGRESS"), NetworkSecurityGroupId: pulumi.String("g"), Protocol: pulumi.String("6"),
			TcpOptions: &oci.NetworkSecurityGroupSecurityRuleTcpOptionsArgs{
				DestinationPortRange: &oci.NetworkSecurityGroupSecurityRuleTcpOptionsDestinationPortRangeArgs{Min: pulumi.Int(1)},
			},
		}, `tcpOptions: destinationPortRange: missing required argument "max"`},
	} {
		if _, err := inputs.Of(test.args); err == nil || err.Error() != test.want {
			t.Errorf("%s: got %v, want %s", name, err, test.want)
		}
	}
}
