package oci

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func TestProperties(t *testing.T) {
	got, err := properties(&RouteTableArgs{
		CompartmentId: pulumi.String("c"),
		VcnId:         pulumi.String("v"),
		RouteRules:    []*RouteTableRouteRuleArgs{{NetworkEntityId: pulumi.String("g")}},
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
		t.Errorf("properties (-want +got):\n%s", diff)
	}
}

func TestMissingRequiredArguments(t *testing.T) {
	for name, test := range map[string]struct {
		args any
		want string
	}{
		"top":    {&VcnArgs{}, `missing required argument "compartmentId"`},
		"list":   {&ServiceGatewayArgs{CompartmentId: pulumi.String("c"), VcnId: pulumi.String("v")}, `missing required argument "services"`},
		"nested": {&RouteTableArgs{CompartmentId: pulumi.String("c"), VcnId: pulumi.String("v"), RouteRules: []*RouteTableRouteRuleArgs{{}}}, `routeRules: 0: missing required argument "networkEntityId"`},
		"deep": {&NetworkSecurityGroupSecurityRuleArgs{
			Direction: pulumi.String("INGRESS"), NetworkSecurityGroupId: pulumi.String("g"), Protocol: pulumi.String("6"),
			TcpOptions: &NetworkSecurityGroupSecurityRuleTcpOptionsArgs{
				DestinationPortRange: &NetworkSecurityGroupSecurityRuleTcpOptionsDestinationPortRangeArgs{Min: pulumi.Int(1)},
			},
		}, `tcpOptions: destinationPortRange: missing required argument "max"`},
	} {
		if _, err := properties(test.args); err == nil || err.Error() != test.want {
			t.Errorf("%s: got %v, want %s", name, err, test.want)
		}
	}
}
