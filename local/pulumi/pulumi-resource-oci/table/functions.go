package table

import "github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"

var functions = &oci.Service{
	Client: "oci_functions.FunctionsManagementClient",
	Name:   "functions", Template: "https://functions.{region}.oci.{secondLevelDomain}",
	Base: "/20181201",
}

func functionsResources() []*Resource {
	return []*Resource{
		rest("oci:Functions/application:Application", functions, "/applications", "ACTIVE", "DELETED").
			sets("networkSecurityGroupIds"),
		rest("oci:Functions/function:Function", functions, "/functions", "ACTIVE", "DELETED"),
	}
}
