package policy

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/settings"
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
	one, known := at(policies, "authentication")
	if there(one, known) {
		c.server("its authentication", one, known, remedy)
	}
	several, severalKnown := at(policies, "dynamicAuthentication", "authenticationServers")
	if severalKnown && len(list(several, severalKnown)) == 0 && !there(one, known) {
		c.add("has no authentication", remedy)
	}
	for i, server := range list(several, severalKnown) {
		detail, known := at(server, "authenticationServerDetail")
		c.server(fmt.Sprintf("its authentication server %d", i), detail, known, remedy)
	}
}

// server looks at one that proves.
func (c *check) server(name string, detail resource.PropertyValue, known bool, remedy string) {
	if !known {
		return
	}
	if mayBeTrue(at(detail, "isAnonymousAccessAllowed")) {
		c.add("lets anyone in: "+name+" allows anonymous access", remedy)
	}
	kind, known := at(detail, "type")
	if !known {
		return
	}
	switch fmt.Sprint(kind.V) {
	case "CUSTOM_AUTHENTICATION":
		c.asks(name, detail, remedy)
	case "TOKEN_AUTHENTICATION":
		if !there(at(detail, "validationPolicy", "type")) {
			c.add("cannot tell its callers: "+name+" is TOKEN_AUTHENTICATION without validationPolicy", remedy)
		}
	default:
		c.add(fmt.Sprintf("cannot tell its callers: %s is %v", name, kind.V), remedy)
	}
}

// asks looks at the function that proves: it must be the one that is made for it.
func (c *check) asks(name string, detail resource.PropertyValue, remedy string) {
	id, known := at(detail, "functionId")
	if !there(id, known) {
		c.add("cannot tell its callers: "+name+" is CUSTOM_AUTHENTICATION without functionId", remedy)
		return
	}
	authorizer := func(key Key) bool { return key == Key{functionType, settings.Authorizer} }
	if known && !c.isMadeOf(fmt.Sprint(id.V), authorizer) {
		c.add(fmt.Sprintf("cannot tell its callers: %s asks the function %v, which is not %s", name, id.V, settings.Authorizer), remedy)
	}
}
