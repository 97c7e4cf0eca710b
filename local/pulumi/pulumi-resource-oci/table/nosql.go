package table

import "github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"

var nosql = &oci.Service{
	Client: "oci_nosql.NosqlClient",
	Name:   "nosql", Template: "https://nosql.{region}.oci.{secondLevelDomain}",
	Base: "/20190828",
}

func nosqlResources() []*Resource {
	table := rest("oci:Nosql/table:Table", nosql, "/tables", "ACTIVE", "DELETED").asynchronous("table")
	table.AutoName = "name"
	table.Moves = map[string]Move{"compartmentId": {Action: "changeCompartment", Key: "toCompartmentId"}}
	table.OneByOne = true
	table.Alike = map[string]func(wanted, live any) bool{"ddlStatement": sameLetters, "tableLimits": sameLimits}
	return []*Resource{table}
}
