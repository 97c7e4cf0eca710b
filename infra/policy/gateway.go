package policy

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const deploymentType = "oci:ApiGateway/deployment:Deployment"

// routesAreAuthorized: a deployment authenticates its callers, and none of its routes lets others in. API Gateway: "Adding
// Authentication and Authorization to API Deployments".
func (c *check) routesAreAuthorized() {
	if c.Type != deploymentType {
		return
	}
	c.authenticates()
	for i, route := range list(c.at("specification", "routes")) {
		kind, known := at(route, "requestPolicies", "authorization", "type")
		if isText(kind, known, "AUTHENTICATION_ONLY") || isText(kind, known, "ANY_OF") {
			continue
		}
		path, _ := at(route, "path")
		c.add(fmt.Sprintf("lets anyone call the route %d, %v: its authorization is %v", i, path.V, kind.V),
			"infra/gateway/specification.go: authorize the route by AUTHENTICATION_ONLY")
	}
}

// authenticates looks at who proves that callers are whom they say, the one server or several to select from.
func (c *check) authenticates() {
	const remedy = "infra/gateway/authentication.go: authenticate by webhook-authorizer, or by tokens with a validation policy"
	policies, known := c.at("specification", "requestPolicies")
	if !known {
		return
	}
	if one, known := at(policies, "authentication"); there(one, known) {
		c.server("its authentication", one, known, remedy)
		return
	}
	servers, known := at(policies, "dynamicAuthentication", "authenticationServers")
	if !known {
		return
	}
	if len(list(servers, known)) == 0 {
		c.add("has no authentication", remedy)
	}
	for i, server := range list(servers, known) {
		detail, known := at(server, "authenticationServerDetail")
		c.server(fmt.Sprintf("its authentication server %d", i), detail, known, remedy)
	}
}

// server looks at one that proves.
func (c *check) server(name string, detail resource.PropertyValue, known bool, remedy string) {
	if !known {
		return
	}
	if isTrue(at(detail, "isAnonymousAccessAllowed")) {
		c.add("lets anyone in: "+name+" allows anonymous access", remedy)
	}
	kind, known := at(detail, "type")
	needs := map[string]resource.PropertyKey{
		"CUSTOM_AUTHENTICATION": "functionId", "TOKEN_AUTHENTICATION": "validationPolicy",
	}
	if !known {
		return
	}
	need, ok := needs[fmt.Sprint(kind.V)]
	if !ok {
		c.add(fmt.Sprintf("cannot tell its callers: %s is %v", name, kind.V), remedy)
	} else if !there(at(detail, need)) {
		c.add(fmt.Sprintf("cannot tell its callers: %s is %v without %s", name, kind.V, need), remedy)
	}
}
