package policy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	compartment = "ocid1.compartment.oc1..stack_A-1"
	tenancy     = "ocid1.tenancy.oc1..a"
)

// rulesUnderTest are those of a stack that expires.
var rulesUnderTest = Rules{
	Prefix: "cxbridge-test", CompartmentID: compartment, TenancyID: tenancy,
	Tags:    map[string]string{"project": "cxbridge", "stack": "test", "owner": "team-a", "expires": "2026-02-01T00:00:00Z"},
	secrets: []secret{{"b2cservicePassword", "a password of the desk"}, {"registryPassword", "short"}},
}

type object = map[string]any

// unknown stands for what a preview does not know.
var unknown = resource.MakeComputed(resource.NewProperty(""))

func hidden(text string) resource.PropertyValue {
	return resource.MakeSecret(resource.NewProperty(text))
}

// tagged are a resource's inputs with the stack's tags.
func tagged(inputs object) object {
	tags := object{}
	for name, value := range rulesUnderTest.Tags {
		tags[name] = value
	}
	inputs["freeformTags"] = tags
	return inputs
}

// resourceUnderTest is a resource of the stack's, as it should be but for its inputs.
func resourceUnderTest(kind, name string, inputs object, dependsOn ...Key) Resource {
	one := Resource{
		Key: Key{kind, name}, Custom: true, Parent: Key{"cxbridge:part:Part", "part"}, Provider: RegionProvider,
		DependsOn: dependsOn, Inputs: resource.NewPropertyMapFromMap(inputs),
	}
	if strings.HasPrefix(kind, "oci:Identity/") {
		one.Provider = HomeProvider
	}
	return one
}

// subnets are what has been registered before: one public and one private.
func subnets(key Key) (Resource, bool) {
	switch key.Name {
	case "public":
		return resourceUnderTest(subnetType, "public", tagged(object{"prohibitPublicIpOnVnic": false})), true
	case "private":
		return resourceUnderTest(subnetType, "private", tagged(object{"prohibitPublicIpOnVnic": true})), true
	}
	return Resource{}, false
}

func application(subnet string) Resource {
	return resourceUnderTest(applicationType, "application", tagged(object{"subnetIds": unknown}), Key{subnetType, subnet})
}

func deployment(policies any, routes ...any) Resource {
	return resourceUnderTest(deploymentType, "webhooks", tagged(object{"specification": object{"requestPolicies": policies, "routes": routes}}))
}

func route(authorization string) object {
	return object{"path": "/a", "requestPolicies": object{"authorization": object{"type": authorization}}}
}

var (
	custom = object{"type": "CUSTOM_AUTHENTICATION", "functionId": unknown}
	token  = object{"type": "TOKEN_AUTHENTICATION", "validationPolicy": object{"type": "REMOTE_JWKS"}}
)

func servers(details ...any) object {
	var list []any
	for _, detail := range details {
		list = append(list, object{"authenticationServerDetail": detail})
	}
	return object{"dynamicAuthentication": object{"authenticationServers": list}}
}

func policyOf(name, statement string, dependsOn ...Key) Resource {
	return resourceUnderTest(policyType, name, tagged(object{"compartmentId": compartment, "statements": []any{unknown, statement}}), dependsOn...)
}

func groupOf(name, rule string, dependsOn ...Key) Resource {
	return resourceUnderTest(groupType, name, tagged(object{"compartmentId": tenancy, "matchingRule": rule}), dependsOn...)
}

// with changes a resource.
func with(one Resource, change func(*Resource)) Resource {
	change(&one)
	return one
}

const (
	invokes  = "Allow any-user to use fn-invocation in compartment id " + compartment + " where ALL {request.principal.type = 'ApiGateway', request.resource.compartment.id = '" + compartment + "', target.function.id = 'ocid1.fnfunc.oc1..a'}"
	reads    = "Allow dynamic-group cxbridge-test-endpoints to read secret-bundles in compartment id " + compartment + " where ANY {target.secret.id = 'ocid1.vaultsecret.oc1..a', target.secret.id = 'ocid1.vaultsecret.oc1..b'}"
	usesRows = "Allow dynamic-group cxbridge-test-alarms to use nosql-rows in compartment id " + compartment + " where ANY {target.nosql-table.id = 'ocid1.nosqltable.oc1..a'}"
	members  = "ANY {resource.id = 'ocid1.fnfunc.oc1..a'}"
)

// What breaks no rule must pass, or no stack would.
func TestPasses(t *testing.T) {
	function := func(name string) Key { return Key{functionType, name} }
	for name, one := range map[string]Resource{
		"application":           application("private"),
		"one authentication":    deployment(object{"authentication": custom}, route("AUTHENTICATION_ONLY")),
		"selected":              deployment(servers(custom, token), route("AUTHENTICATION_ONLY")),
		"not known":             resourceUnderTest(deploymentType, "webhooks", tagged(object{"specification": unknown})),
		"gateway":               policyOf("gateway", invokes, function("sms-to-incident"), function("event-to-incident")),
		"endpoints":             policyOf("endpoints", reads, Key{secretType, "b2cservice-password"}, Key{groupType, "endpoints"}),
		"alarms":                policyOf("alarms", usesRows, Key{tableType, "ledger"}),
		"members":               groupOf("endpoints", members, function("sms-to-incident")),
		"secret":                resourceUnderTest(secretType, "s", tagged(object{"secretContent": object{"content": hidden("YSBwYXNzd29yZCBvZiB0aGUgZGVzaw==")}})),
		"a short secret within": resourceUnderTest(subnetType, "s", tagged(object{"displayName": "a short name"})),
		"an OCID of a secret":   resourceUnderTest(functionType, "f", tagged(object{"config": object{"webhook_secret_ocid": "ocid1.vaultsecret.oc1..a"}})),
		"security rule":         resourceUnderTest(securityRuleType, "r", object{}),
		"repository":            resourceUnderTest(repositoryType, "r", tagged(object{"isPublic": false})),
		"component":             {Key: Key{"cxbridge:vault:Vault", "vault"}},
		"another's provider":    {Key: Key{"pulumi:providers:cxif", "cxif"}, Custom: true, Inputs: resource.PropertyMap{"password": hidden("x")}},
	} {
		if found := rulesUnderTest.Check(one, subnets); len(found) != 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
}

// Each violation names the resource, what is wrong, and what to change.
func TestViolations(t *testing.T) {
	for name, test := range map[string]struct {
		one             Resource
		problem, remedy string
	}{
		"public subnet":  {application("public"), "is in the subnet public, which allows public addresses", "infra/network/subnets.go"},
		"subnet by OCID": {resourceUnderTest(applicationType, "application", tagged(object{"subnetIds": []any{"ocid1.subnet.oc1..a"}})), "is in no subnet of the stack's", "infra/functions/functions.go"},
		"unknown subnet": {application("other"), "cannot be looked at, other", "infra/network"},

		"no authentication":         {deployment(object{}, route("AUTHENTICATION_ONLY")), "has no authentication", "infra/gateway/authentication.go"},
		"no servers":                {deployment(servers(), route("AUTHENTICATION_ONLY")), "has no authentication", "infra/gateway/authentication.go"},
		"anonymous authentication":  {deployment(object{"authentication": object{"type": "CUSTOM_AUTHENTICATION", "functionId": unknown, "isAnonymousAccessAllowed": true}}), "lets anyone in: its authentication", "infra/gateway"},
		"no function":               {deployment(object{"authentication": object{"type": "CUSTOM_AUTHENTICATION"}}), "without functionId", "infra/gateway"},
		"no keys":                   {deployment(servers(custom, object{"type": "TOKEN_AUTHENTICATION"})), "server 1 is TOKEN_AUTHENTICATION without validationPolicy", "infra/gateway"},
		"another authentication":    {deployment(object{"authentication": object{"type": "NONE"}}), "its authentication is NONE", "infra/gateway"},
		"anonymous route":           {deployment(object{"authentication": custom}, route("AUTHENTICATION_ONLY"), route("ANONYMOUS")), "lets anyone call the route 1, /a", "infra/gateway/specification.go"},
		"route without its say":     {deployment(object{"authentication": custom}, object{"path": "/b"}), "lets anyone call the route 0, /b", "infra/gateway/specification.go"},
		"secret in the clear":       {resourceUnderTest(subnetType, "s", tagged(object{"displayName": "of a password of the desk"})), "tells the setting b2cservicePassword in displayName", "infra/part"},
		"secret in a list":          {resourceUnderTest(subnetType, "s", tagged(object{"names": []any{object{"a": "short"}}})), "tells the setting registryPassword in names[0].a", "infra/part"},
		"secret encoded":            {resourceUnderTest(subnetType, "s", tagged(object{"displayName": "YSBwYXNzd29yZCBvZiB0aGUgZGVzaw=="})), "tells the setting b2cservicePassword", "infra/part"},
		"password":                  {resourceUnderTest("pulumi:providers:cxif", "p", object{"password": "x"}), "has a secret in password", "settings.Secret's Output"},
		"content of a secret":       {resourceUnderTest(secretType, "s", tagged(object{"secretContent": object{"content": "eA=="}})), "has a secret in secretContent.content", "Output"},
		"secret in a configuration": {resourceUnderTest(functionType, "f", tagged(object{"config": object{"webhook_secret": "x"}})), "has a secret in config.webhook_secret", "endpoints[0].config"},
		"private key":               {resourceUnderTest(functionType, "f", tagged(object{"config": object{"pem": "-----BEGIN RSA PRIVATE KEY-----"}})), "has a secret in config.pem", "endpoints[0].config"},

		"statement of another form": {policyOf("endpoints", "Allow any-user to manage all-resources in tenancy"), "is of no known form", "infra/access/statements.go"},
		"condition of another form": {policyOf("endpoints", strings.Replace(reads, "ANY {", "ALL {request.user.id != 'x', ", 1)), "has a condition of no known form", "infra/access/statements.go"},
		"another verb":              {policyOf("endpoints", strings.Replace(reads, "read", "manage", 1)), "allows more than its flow needs", "infra/access/statements.go"},
		"another resource":          {policyOf("endpoints", strings.Replace(reads, "secret-bundles", "secret-family", 1)), "allows more than its flow needs", "infra/access/statements.go"},
		"another compartment":       {policyOf("endpoints", strings.Replace(reads, compartment, tenancy, 1)), "in another compartment", "infra/access/statements.go"},
		"another group":             {policyOf("alarms", reads), "allows more than its flow needs", "infra/access/statements.go"},
		"any secret":                {policyOf("endpoints", strings.Replace(reads, "target.secret.id = 'ocid1.vaultsecret.oc1..a'", "request.principal.type = 'fnfunc'", 1)), "allows more than its flow needs", "infra/access/statements.go"},
		"any function":              {policyOf("gateway", strings.Replace(invokes, ", target.function.id = 'ocid1.fnfunc.oc1..a'", "", 1)), "allows more than its flow needs", "infra/access/statements.go"},
		"any condition":             {policyOf("gateway", strings.Replace(invokes, "ALL", "ANY", 1)), "allows more than its flow needs", "infra/access/statements.go"},
		"another's rows":            {policyOf("endpoints", strings.Replace(usesRows, "alarms", "endpoints", 1)), "allows more than its flow needs", "infra/access/statements.go"},
		"no such flow":              {policyOf("other", strings.Replace(reads, "-endpoints", "-other", 1)), "allows more than its flow needs", "infra/policy/access.go"},
		"another's secret":          {policyOf("endpoints", reads, Key{secretType, "webhook-secret"}), "is about oci:Vault/secret:Secret webhook-secret", "infra/access/access.go"},
		"another's function":        {policyOf("gateway", invokes, Key{functionType, "alarm-to-incident"}), "is about oci:Functions/function:Function alarm-to-incident", "infra/access/access.go"},
		"another's group":           {policyOf("endpoints", reads, Key{groupType, "alarms"}), "is for the dynamic group alarms", "infra/access/access.go"},
		"policy in the tenancy":     {with(policyOf("gateway", invokes), func(r *Resource) { r.Inputs["compartmentId"] = resource.NewProperty(tenancy) }), "not in the stack's compartment", "infra/access/access.go"},
		"group of a compartment":    {groupOf("endpoints", "ALL {resource.compartment.id = '"+compartment+"'}"), "matches more than given functions", "infra/access/statements.go"},
		"rule of another form":      {groupOf("endpoints", "resource.type = 'fnfunc'"), "has a condition of no known form", "infra/access/statements.go"},
		"another's member":          {groupOf("authorizer", members, Key{functionType, "sms-to-incident"}), "has the member oci:Functions/function:Function sms-to-incident", "infra/access/access.go"},

		"no tags":         {resourceUnderTest(subnetType, "s", object{"freeformTags": object{"project": "cxbridge", "stack": "test", "owner": "team-a"}}), "is not tagged expires=2026-02-01T00:00:00Z", "infra/part: set FreeformTags"},
		"another's tag":   {with(application("private"), func(r *Resource) { r.Inputs["freeformTags"].ObjectValue()["stack"] = resource.NewProperty("prod") }), "is not tagged stack=test", "names.Stack's Tags()"},
		"no provider":     {with(application("private"), func(r *Resource) { r.Provider = "" }), `has the provider "", not "region"`, "infra/stack.go"},
		"not at home":     {with(policyOf("gateway", invokes), func(r *Resource) { r.Provider = RegionProvider }), `has the provider "region", not "home"`, "infra/stack.go"},
		"at home":         {with(application("private"), func(r *Resource) { r.Provider = HomeProvider }), `has the provider "home", not "region"`, "infra/stack.go"},
		"public registry": {resourceUnderTest(repositoryType, "r", tagged(object{"isPublic": true})), "is public", "infra/images/images.go"},
	} {
		t.Run(name, func(t *testing.T) {
			found := rulesUnderTest.Check(test.one, subnets)
			if len(found) != 1 {
				t.Fatalf("%d violations: %v", len(found), found)
			}
			got := found[0]
			if got.Resource != test.one.Key || !strings.Contains(got.Problem, test.problem) || !strings.Contains(got.Remedy, test.remedy) {
				t.Errorf("violation %+v, want %q and %q", got, test.problem, test.remedy)
			}
			if strings.Contains(found.Error(), "a password of the desk") {
				t.Errorf("the violation tells the secret: %v", found)
			}
		})
	}
}

func TestStackWithoutOwner(t *testing.T) {
	rules := rulesUnderTest
	rules.Tags = map[string]string{"owner": ""}
	found := rules.Check(resourceUnderTest(subnetType, "s", object{}), subnets)
	if len(found) != 1 || found[0].Remedy != "pulumi config set owner …" {
		t.Errorf("violations %v", found)
	}
}

// All are told, each once, whatever the order.
func TestViolationsAsError(t *testing.T) {
	a, b := Violation{Key{"t", "a"}, "is wrong", "do a"}, Violation{Key{"t", "b"}, "is wrong", "do b"}
	want := "the stack breaks 2 rule(s) of infra/policy:\n  t a is wrong\n      do a\n  t b is wrong\n      do b"
	if diff := cmp.Diff(want, (Violations{b, a, b}).OrNil().Error()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := (Violations{}).OrNil(); err != nil {
		t.Errorf("no violations are the error %v", err)
	}
}
