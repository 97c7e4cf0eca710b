package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	gatewayType     = "oci:ApiGateway/gateway:Gateway"
	applicationType = "oci:Functions/application:Application"
	subnetType      = "oci:Core/subnet:Subnet"
	routeTableType  = "oci:Core/routeTable:RouteTable"
	groupType       = "oci:Core/networkSecurityGroup:NetworkSecurityGroup"
	ruleType        = "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule"
	listType        = "oci:Core/securityList:SecurityList"
)

func TestFunctionsSubnetIsPrivate(t *testing.T) {
	r := succeed(t, &run{})
	private := r.one(t, subnetType, "private")
	if diff := cmp.Diff([]any{private.id}, r.one(t, applicationType, "application").plain()["subnetIds"]); diff != "" {
		t.Errorf("the application's subnets (-want +got):\n%s", diff)
	}
	if private.plain()["prohibitPublicIpOnVnic"] != true {
		t.Errorf("public addresses are allowed in the private subnet")
	}
	nat := r.one(t, "oci:Core/natGateway:NatGateway", "nat")
	services := r.one(t, "oci:Core/serviceGateway:ServiceGateway", "services")
	want := map[any]any{"0.0.0.0/0": nat.id, "all-iad-services-in-oracle-services-network": services.id}
	if diff := cmp.Diff(want, routes(t, r, private)); diff != "" {
		t.Errorf("the private subnet's routes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{map[string]any{"serviceId": "ocid1.service.oc1..all"}}, services.plain()["services"]); diff != "" {
		t.Errorf("the service gateway's services (-want +got):\n%s", diff)
	}
}

func TestGatewayIsInThePublicSubnet(t *testing.T) {
	r := succeed(t, &run{})
	public := r.one(t, subnetType, "public")
	gateway := r.one(t, gatewayType, "gateway").plain()
	if gateway["subnetId"] != public.id || gateway["endpointType"] != "PUBLIC" {
		t.Errorf("gateway %v", gateway)
	}
	internet := r.one(t, "oci:Core/internetGateway:InternetGateway", "internet")
	if diff := cmp.Diff(map[any]any{"0.0.0.0/0": internet.id}, routes(t, r, public)); diff != "" {
		t.Errorf("the public subnet's routes (-want +got):\n%s", diff)
	}
}

// routes are where a subnet's destinations lead to.
func routes(t *testing.T, r *run, subnet registered) map[any]any {
	t.Helper()
	result := map[any]any{}
	for _, table := range r.all(routeTableType) {
		if table.id != subnet.plain()["routeTableId"] {
			continue
		}
		for _, rule := range table.plain()["routeRules"].([]any) {
			rule := rule.(map[string]any)
			result[rule["destination"]] = rule["networkEntityId"]
		}
	}
	return result
}

// The default security list of a VCN admits more than the stack wants: no subnet may fall back to it.
func TestSecurityGroupsAloneDecide(t *testing.T) {
	r := succeed(t, &run{changes: map[string]string{"gatewayAllowedCidrs": `["198.51.100.0/24","203.0.113.7/32"]`}})
	closed := r.one(t, listType, "closed")
	if in := closed.plain(); in["ingressSecurityRules"] != nil || in["egressSecurityRules"] != nil {
		t.Errorf("the security list has rules: %v", in)
	}
	for _, subnet := range r.all(subnetType) {
		if diff := cmp.Diff([]any{closed.id}, subnet.plain()["securityListIds"]); diff != "" {
			t.Errorf("security lists of %s (-want +got):\n%s", subnet.Name, diff)
		}
	}
	gateway, functions := r.one(t, groupType, "gateway").id, r.one(t, groupType, "functions").id
	if diff := cmp.Diff([]any{gateway}, r.one(t, gatewayType, "gateway").plain()["networkSecurityGroupIds"]); diff != "" {
		t.Errorf("the gateway's groups (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{functions}, r.one(t, applicationType, "application").plain()["networkSecurityGroupIds"]); diff != "" {
		t.Errorf("the application's groups (-want +got):\n%s", diff)
	}

	const services = "all-iad-services-in-oracle-services-network"
	want := map[traffic]bool{
		{gateway, "INGRESS", "198.51.100.0/24", "CIDR_BLOCK", 443.0}:     true,
		{gateway, "INGRESS", "203.0.113.7/32", "CIDR_BLOCK", 443.0}:      true,
		{gateway, "EGRESS", services, "SERVICE_CIDR_BLOCK", 443.0}:       true,
		{gateway, "EGRESS", functions, "NETWORK_SECURITY_GROUP", 443.0}:  true,
		{gateway, "EGRESS", "0.0.0.0/0", "CIDR_BLOCK", 8483.0}:           true, // the local identity provider's port
		{functions, "INGRESS", gateway, "NETWORK_SECURITY_GROUP", 443.0}: true,
		{functions, "EGRESS", services, "SERVICE_CIDR_BLOCK", 443.0}:     true,
		{functions, "EGRESS", "0.0.0.0/0", "CIDR_BLOCK", 8483.0}:         true, // the local desk's port
	}
	if diff := cmp.Diff(want, admitted(t, r)); diff != "" {
		t.Errorf("admitted traffic (-want +got):\n%s", diff)
	}
}

// traffic is what a rule of a security group admits.
type traffic struct{ group, direction, other, kind, port any }

func admitted(t *testing.T, r *run) map[traffic]bool {
	t.Helper()
	result := map[traffic]bool{}
	for _, rule := range r.all(ruleType) {
		in := rule.plain()
		ports := in["tcpOptions"].(map[string]any)["destinationPortRange"].(map[string]any)
		if in["protocol"] != "6" || ports["min"] != ports["max"] || in["stateless"] == true {
			t.Errorf("%s is not for one TCP port alone: %v", rule.Name, in)
		}
		one := traffic{in["networkSecurityGroupId"], in["direction"], in["source"], in["sourceType"], ports["min"]}
		if in["direction"] == "EGRESS" {
			one.other, one.kind = in["destination"], in["destinationType"]
		}
		result[one] = true
	}
	return result
}
