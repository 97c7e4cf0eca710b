package network

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// tcp is TCP's protocol number. Core API: AddSecurityRuleDetails takes numbers as strings.
const tcp = pulumi.String("6")

// https is the port of all that passes, unless a setting says otherwise.
const https = 443

// rule is what passes through a security group: always TCP, always stateful.
type rule struct {
	name  string
	group pulumi.IDOutput
	port  int // https if 0
	// from or to is the other end; the other one is nil.
	from, to pulumi.StringPtrInput
	kind     pulumi.String
}

func (b *builder) buildSecurityGroups() error {
	gateway, err := b.group("gateway")
	if err != nil {
		return err
	}
	functions, err := b.group("functions")
	if err != nil {
		return err
	}
	b.network.GatewayGroupID, b.network.FunctionsGroupID = gateway, functions

	services := pulumi.String(b.services.CidrBlock)
	rules := []rule{
		{name: "gateway-to-services", group: gateway, to: services, kind: serviceLabel},
		{name: "gateway-to-functions", group: gateway, to: functions, kind: securityGroup},
		{name: "functions-from-gateway", group: functions, from: gateway, kind: securityGroup},
		{name: "functions-to-services", group: functions, to: services, kind: serviceLabel},
		{name: "functions-to-b2cservice", group: functions, to: pulumi.String(anywhere), kind: cidrBlock, port: b.Settings.B2CService.Port()},
	}
	for _, cidr := range b.Settings.Network.GatewayAllowedCidrs {
		rules = append(rules, rule{
			name: "gateway-from-" + strings.ReplaceAll(cidr, "/", "-"), group: gateway,
			from: pulumi.String(cidr), kind: cidrBlock,
		})
	}
	// Whether the service gateway's label holds the identity provider depends on the provider.
	for _, port := range b.Settings.KeyPorts() {
		rules = append(rules, rule{
			name: fmt.Sprintf("gateway-to-keys-%d", port), group: gateway, to: pulumi.String(anywhere), kind: cidrBlock, port: port,
		})
	}
	for _, rule := range rules {
		if err := b.rule(rule); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) group(name string) (pulumi.IDOutput, error) {
	group, err := oci.NewNetworkSecurityGroup(b.ctx, name, &oci.NetworkSecurityGroupArgs{
		CompartmentId: b.compartment(),
		DisplayName:   b.Stack.Display(name),
		VcnId:         b.vcn.ID(),
		FreeformTags:  b.Stack.Tags(),
	}, b.child())
	if err != nil {
		return pulumi.IDOutput{}, fmt.Errorf("building the security group of the %s: %w", name, err)
	}
	return group.ID(), nil
}

func (b *builder) rule(r rule) error {
	port := pulumi.Int(cmp.Or(r.port, https))
	args := &oci.NetworkSecurityGroupSecurityRuleArgs{
		NetworkSecurityGroupId: r.group,
		Description:            pulumi.String(r.name),
		Protocol:               tcp,
		TcpOptions: &oci.NetworkSecurityGroupSecurityRuleTcpOptionsArgs{
			DestinationPortRange: &oci.NetworkSecurityGroupSecurityRuleTcpOptionsDestinationPortRangeArgs{
				Min: port, Max: port,
			},
		},
	}
	if r.from != nil {
		args.Direction, args.Source, args.SourceType = pulumi.String("INGRESS"), r.from, r.kind
	} else {
		args.Direction, args.Destination, args.DestinationType = pulumi.String("EGRESS"), r.to, r.kind
	}
	if _, err := oci.NewNetworkSecurityGroupSecurityRule(b.ctx, r.name, args, b.child()); err != nil {
		return fmt.Errorf("building the security rule %s: %w", r.name, err)
	}
	return nil
}
