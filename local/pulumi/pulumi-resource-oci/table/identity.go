package table

import "github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"

// identity takes changes in the tenancy's home region only.
var identity = &oci.Service{
	Client: "oci_identity.IdentityClient",
	Name:   "identity", Template: "https://identity.{region}.oci.{secondLevelDomain}",
	Base: "/20160918",
}

func identityResources() []*Resource {
	group := rest("oci:Identity/dynamicGroup:DynamicGroup", identity, "/dynamicGroups", "ACTIVE", "DELETED")
	policy := rest("oci:Identity/policy:Policy", identity, "/policies", "ACTIVE", "DELETED")
	group.AutoName, policy.AutoName = "name", "name"
	return []*Resource{group, policy}
}

func getRegionSubscriptions() *Function {
	return &Function{
		Token: "oci:Identity/getRegionSubscriptions:getRegionSubscriptions", Service: identity,
		Path: "/tenancies/{tenancyId}/regionSubscriptions", List: "regionSubscriptions",
		ID: "IdentityRegionSubscriptionsDataSource",
	}
}
