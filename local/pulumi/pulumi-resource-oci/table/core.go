package table

import (
	"net/http"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"
)

var network = &oci.Service{
	Client: "oci_core.VirtualNetworkClient",
	Name:   "iaas", Template: "https://iaas.{region}.{secondLevelDomain}",
	Base: "/20160918",
}

func coreResources() []*Resource {
	const available, terminated = "AVAILABLE", "TERMINATED"
	internetGateway := rest("oci:Core/internetGateway:InternetGateway", network, "/internetGateways", available, terminated)
	internetGateway.Defaults = map[string]any{"enabled": true}
	vcn := rest("oci:Core/vcn:Vcn", network, "/vcns", available, terminated).asynchronous("vcn")
	vcn.Edits = map[string]Edit{"cidrBlocks": {
		Add: "addCidr", Remove: "removeCidr", Key: "cidrBlock",
		Modify: "modifyCidr", Old: "originalCidrBlock", New: "newCidrBlock",
	}}
	return []*Resource{
		vcn,
		internetGateway,
		rest("oci:Core/natGateway:NatGateway", network, "/natGateways", available, terminated),
		rest("oci:Core/serviceGateway:ServiceGateway", network, "/serviceGateways", available, terminated).
			sets("services"),
		rest("oci:Core/routeTable:RouteTable", network, "/routeTables", available, terminated).
			sets("routeRules"),
		rest("oci:Core/securityList:SecurityList", network, "/securityLists", available, terminated).
			sets("egressSecurityRules", "ingressSecurityRules"),
		rest("oci:Core/subnet:Subnet", network, "/subnets", available, terminated).
			sets("securityListIds"),
		rest("oci:Core/networkSecurityGroup:NetworkSecurityGroup", network, "/networkSecurityGroups", available, terminated),
		securityRule(),
	}
}

// securityRule is not a resource of its own for OCI, but part of its group.
func securityRule() *Resource {
	const group = "/networkSecurityGroups/{networkSecurityGroupId}"
	return &Resource{
		Token: "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule", Service: network,
		Create: Call{Method: http.MethodPost, Path: group + "/actions/addSecurityRules", List: "securityRules"},
		Get:    Call{Method: http.MethodGet, Path: group + "/securityRules", Find: true},
		Delete: Call{Method: http.MethodPost, Path: group + "/actions/removeSecurityRules", IDs: "securityRuleIds"},
		Import: "networkSecurityGroups/{networkSecurityGroupId}/securityRules/{id}",
	}
}

func getServices() *Function {
	return &Function{
		Token: "oci:Core/getServices:getServices", Service: network,
		Path: "/services", List: "services", ID: "CoreServicesDataSource",
	}
}
