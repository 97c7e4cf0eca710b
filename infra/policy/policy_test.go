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
	secrets: []secret{{"b2cservicePassword", "a password of the desk"}, {"registryPassword", "short"}, {"cxifPassword", "9876543210"}},
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

// OCIDs of what has been registered before.
var ids = map[Key]string{
	{subnetType, "private"}: "ocid1.subnet.oc1..private", {subnetType, "public"}: "ocid1.subnet.oc1..public", {subnetType, "ingress"}: "",
	{secretType, "b2cservice-username"}: "ocid1.vaultsecret.oc1..a", {secretType, "b2cservice-password"}: "ocid1.vaultsecret.oc1..b",
	{secretType, "webhook-secret"}: "ocid1.vaultsecret.oc1..c", {tableType, "ledger"}: "ocid1.nosqltable.oc1..a",
	{functionType, "sms-to-incident"}: "ocid1.fnfunc.oc1..a", {functionType, "webhook-authorizer"}: "ocid1.fnfunc.oc1..b",
	{functionType, "alarm-to-incident"}: "ocid1.fnfunc.oc1..c", {groupType, "alarms"}: "ocid1.dynamicgroup.oc1..a", {alarmType, "a"}: "",
}

// before is what has been registered before.
func before(key Key) (Resource, bool) {
	id, ok := ids[key]
	one := resourceUnderTest(key.Type, key.Name, tagged(object{"prohibitPublicIpOnVnic": key.Name == "private", "prohibitInternetIngress": true}))
	one.ID = id
	return one, ok
}

func application(subnet string) Resource {
	return resourceUnderTest(applicationType, "application", tagged(object{"subnetIds": unknown}), Key{subnetType, subnet})
}

func deployment(policies any, routes ...any) Resource {
	return resourceUnderTest(deploymentType, "webhooks",
		tagged(object{"specification": object{"requestPolicies": policies, "routes": routes}}),
		Key{functionType, "sms-to-incident"}, Key{functionType, "webhook-authorizer"})
}

func route(authorization string) object {
	return object{"path": "/a", "requestPolicies": object{"authorization": object{"type": authorization}}}
}

var (
	custom = object{"type": "CUSTOM_AUTHENTICATION", "functionId": unknown}
	asks   = func(function any) object { return object{"type": "CUSTOM_AUTHENTICATION", "functionId": function} }
	token  = object{"type": "TOKEN_AUTHENTICATION", "validationPolicy": object{"type": "REMOTE_JWKS"}}
)

func servers(details ...any) object {
	var list []any
	for _, detail := range details {
		list = append(list, object{"authenticationServerDetail": detail})
	}
	return object{"dynamicAuthentication": object{"authenticationServers": list}}
}

// about is what the policies depend on.
var about = map[string][]Key{
	"gateway":   {{functionType, "sms-to-incident"}},
	"endpoints": account,
	"alarms":    append([]Key{ledger}, account...),
}

func policyOf(name, statement string, dependsOn ...Key) Resource {
	return resourceUnderTest(policyType, name,
		tagged(object{"compartmentId": compartment, "statements": []any{unknown, statement}}), append(dependsOn, about[name]...)...)
}

func groupOf(name, rule string, dependsOn ...Key) Resource {
	return resourceUnderTest(groupType, name,
		tagged(object{"compartmentId": tenancy, "name": "cxbridge-test-" + name, "matchingRule": rule}), dependsOn...)
}

var function = Key{functionType, "sms-to-incident"}

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
	for name, one := range map[string]Resource{
		"application": application("private"),
		"application's subnet": with(application("private"), func(r *Resource) {
			r.Inputs["subnetIds"] = resource.NewPropertyValue([]any{"ocid1.subnet.oc1..private"})
		}),
		"one authentication":    deployment(object{"authentication": custom}, route("AUTHENTICATION_ONLY")),
		"selected":              deployment(servers(custom, token), route("AUTHENTICATION_ONLY")),
		"not known":             resourceUnderTest(deploymentType, "webhooks", tagged(object{"specification": unknown})),
		"gateway":               policyOf("gateway", invokes, Key{functionType, "event-to-incident"}),
		"authorizer":            deployment(object{"authentication": asks("ocid1.fnfunc.oc1..b")}, route("AUTHENTICATION_ONLY")),
		"an alarm of that name": with(resourceUnderTest(alarmType, "a", tagged(object{})), func(r *Resource) { r.Parent = Key{"cxbridge:other:Other", "other"} }),
		"endpoints":             policyOf("endpoints", reads, Key{groupType, "endpoints"}),
		"alarms":                policyOf("alarms", usesRows),
		"members":               groupOf("endpoints", members, function),
		"secret":                resourceUnderTest(secretType, "s", tagged(object{"secretContent": object{"content": hidden("YSBwYXNzd29yZCBvZiB0aGUgZGVzaw==")}})),
		"a short secret within": resourceUnderTest(subnetType, "s", tagged(object{"displayName": "a short name"})),
		"an OCID of a secret":   resourceUnderTest(functionType, "f", tagged(object{"config": object{"webhook_secret_ocid": "ocid1.vaultsecret.oc1..a"}})),
		"security rule":         resourceUnderTest(securityRuleType, "r", object{}),
		"repository":            resourceUnderTest(repositoryType, "r", tagged(object{"isPublic": false})),
		"component":             {Key: Key{"cxbridge:vault:Vault", "vault"}},
		"another's provider":    {Key: Key{"pulumi:providers:cxif", "cxif"}, Custom: true, Inputs: resource.PropertyMap{"password": hidden("x")}},
	} {
		if found := rulesUnderTest.Check(one, before); len(found) != 0 {
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

		"other prohibition": {application("ingress"), "is in the subnet ingress, which allows public addresses", "infra/network/subnets.go"},
		"subnet besides": {with(application("private"), func(r *Resource) {
			r.Inputs["subnetIds"] = resource.NewPropertyValue([]any{unknown, "ocid1.subnet.oc1..x"})
		}), "is in the subnet ocid1.subnet.oc1..x, which is none of the stack's", "infra/functions/functions.go"},
		"second of a name": {with(resourceUnderTest(subnetType, "private", tagged(object{})), func(r *Resource) { r.Parent.Name = "other" }), "has the type and the name of another resource", "infra/part: give it a name of its own"},

		"no authentication":         {deployment(object{}, route("AUTHENTICATION_ONLY")), "has no authentication", "infra/gateway/authentication.go"},
		"no servers":                {deployment(servers(), route("AUTHENTICATION_ONLY")), "has no authentication", "infra/gateway/authentication.go"},
		"anonymous authentication":  {deployment(object{"authentication": object{"type": "CUSTOM_AUTHENTICATION", "functionId": unknown, "isAnonymousAccessAllowed": true}}), "lets anyone in: its authentication", "infra/gateway"},
		"no function":               {deployment(object{"authentication": object{"type": "CUSTOM_AUTHENTICATION"}}), "without functionId", "infra/gateway"},
		"no keys":                   {deployment(servers(custom, object{"type": "TOKEN_AUTHENTICATION"})), "server 1 is TOKEN_AUTHENTICATION without validationPolicy", "infra/gateway"},
		"another authentication":    {deployment(object{"authentication": object{"type": "NONE"}}), "its authentication is NONE", "infra/gateway"},
		"anonymous as a text":       {deployment(object{"authentication": object{"type": "CUSTOM_AUTHENTICATION", "functionId": unknown, "isAnonymousAccessAllowed": "true"}}), "lets anyone in: its authentication", "infra/gateway"},
		"another authorizer":        {deployment(object{"authentication": asks("ocid1.fnfunc.oc1..a")}), "asks the function ocid1.fnfunc.oc1..a, which is not webhook-authorizer", "infra/gateway"},
		"validation of no kind":     {deployment(servers(object{"type": "TOKEN_AUTHENTICATION", "validationPolicy": object{}})), "without validationPolicy", "infra/gateway"},
		"one besides several":       {deployment(object{"authentication": custom, "dynamicAuthentication": servers(object{"type": "NONE"})["dynamicAuthentication"]}), "its authentication server 0 is NONE", "infra/gateway"},
		"anonymous route":           {deployment(object{"authentication": custom}, route("AUTHENTICATION_ONLY"), route("ANONYMOUS")), "lets anyone call the route 1, /a", "infra/gateway/specification.go"},
		"route without its say":     {deployment(object{"authentication": custom}, object{"path": "/b"}), "lets anyone call the route 0, /b", "infra/gateway/specification.go"},
		"secret in the clear":       {resourceUnderTest(subnetType, "s", tagged(object{"displayName": "of a password of the desk"})), "tells the setting b2cservicePassword in displayName", "infra/part"},
		"secret in a list":          {resourceUnderTest(subnetType, "s", tagged(object{"names": []any{object{"a": "short"}}})), "tells the setting registryPassword in names[0].a", "infra/part"},
		"secret encoded":            {resourceUnderTest(subnetType, "s", tagged(object{"displayName": "YSBwYXNzd29yZCBvZiB0aGUgZGVzaw=="})), "tells the setting b2cservicePassword", "infra/part"},
		"password":                  {resourceUnderTest("pulumi:providers:cxif", "p", object{"password": "x"}), "has a secret in password", "settings.Secret's Output"},
		"content of a secret":       {resourceUnderTest(secretType, "s", tagged(object{"secretContent": object{"content": "eA=="}})), "has a secret in secretContent.content", "Output"},
		"secret in a configuration": {resourceUnderTest(functionType, "f", tagged(object{"config": object{"webhook_secret": "x"}})), "has a secret in config.webhook_secret", "endpoints[0].config"},
		"private key":               {resourceUnderTest(functionType, "f", tagged(object{"config": object{"pem": "-----BEGIN RSA PRIVATE KEY-----"}})), "has a private key in config.pem", "endpoints[0].config"},

		"secret as a number": {resourceUnderTest(subnetType, "s", tagged(object{"port": 9876543210.0})), "tells the setting cxifPassword in port", "infra/part"},
		"secret within":      {resourceUnderTest(functionType, "f", tagged(object{"config": object{"a": `{"b": [{"password": "x"}]}`}})), "has a secret in config.a, which", "endpoints[0].config"},
		"secrets":            {resourceUnderTest(functionType, "f", tagged(object{"config": object{"tokens": []any{"x"}}})), "has a secret in config.tokens[0]", "endpoints[0].config"},
		"key":                {resourceUnderTest(functionType, "f", tagged(object{"config": object{"maps_api_key": "x"}})), "has a secret in config.maps_api_key", "endpoints[0].config"},
		"token":              {resourceUnderTest(functionType, "f", tagged(object{"config": object{"a": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.x"}})), "has a token in config.a", "endpoints[0].config"},

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
		"no such flow":              {policyOf("other", strings.Replace(reads, "-endpoints", "-other", 1)), "is of no flow", "infra/policy/flows.go"},
		"no flow, not known":        {resourceUnderTest(policyType, "other", tagged(object{"compartmentId": compartment, "statements": unknown})), "is of no flow", "infra/policy/flows.go"},
		"no list":                   {with(policyOf("endpoints", ""), func(r *Resource) { r.Inputs["statements"] = resource.NewProperty(reads) }), "has statements that are no list", "infra/access/statements.go"},
		"a secret by OCID":          {policyOf("endpoints", strings.Replace(reads, "oc1..b", "oc1..c", 1)), "is about ocid1.vaultsecret.oc1..c, which is nothing of its flow", "infra/access/access.go"},
		"a function by OCID":        {policyOf("gateway", strings.Replace(invokes, "oc1..a'}", "oc1..c'}", 1)), "is about ocid1.fnfunc.oc1..c, which is nothing of its flow", "infra/access/access.go"},
		"a member by OCID":          {groupOf("endpoints", "ANY {resource.id = 'ocid1.fnfunc.oc1..c'}", function), "has the member ocid1.fnfunc.oc1..c", "infra/access/access.go"},
		"group of no flow":          {groupOf("gateway-2", members), "is of no flow", "infra/policy/flows.go"},
		"group of another's name":   {with(groupOf("endpoints", members, function), func(r *Resource) { r.Inputs["name"] = resource.NewProperty("cxbridge-test-alarms") }), "has the name cxbridge-test-alarms", "infra/access/access.go"},
		"group of a domain":         {resourceUnderTest("oci:Identity/domainsDynamicResourceGroup:DomainsDynamicResourceGroup", "g", tagged(object{})), "gives rights that no rule looks at", "infra/part: give them by a policy"},
		"another's secret":          {policyOf("endpoints", reads, Key{secretType, "webhook-secret"}), "is about oci:Vault/secret:Secret webhook-secret", "infra/access/access.go"},
		"another's function":        {policyOf("gateway", invokes, Key{functionType, "alarm-to-incident"}), "is about oci:Functions/function:Function alarm-to-incident", "infra/access/access.go"},
		"another's group":           {policyOf("endpoints", reads, Key{groupType, "alarms"}), "is for the dynamic group alarms", "infra/access/access.go"},
		"policy in the tenancy":     {with(policyOf("gateway", invokes), func(r *Resource) { r.Inputs["compartmentId"] = resource.NewProperty(tenancy) }), "not in the stack's compartment", "infra/access/access.go"},
		"group of a compartment":    {groupOf("endpoints", "ALL {resource.compartment.id = '"+compartment+"'}"), "matches more than given functions", "infra/access/statements.go"},
		"rule of another form":      {groupOf("endpoints", "resource.type = 'fnfunc'"), "has a condition of no known form", "infra/access/statements.go"},
		"another's member":          {groupOf("authorizer", "ANY {resource.id = 'ocid1.fnfunc.oc1..b'}", function, Key{functionType, "webhook-authorizer"}), "has the member oci:Functions/function:Function sms-to-incident", "infra/access/access.go"},

		"no tags":          {resourceUnderTest(subnetType, "s", object{"freeformTags": object{"project": "cxbridge", "stack": "test", "owner": "team-a"}}), "is not tagged expires=2026-02-01T00:00:00Z", "infra/part: set FreeformTags"},
		"another's tag":    {with(application("private"), func(r *Resource) { r.Inputs["freeformTags"].ObjectValue()["stack"] = resource.NewProperty("prod") }), "is not tagged stack=test", "names.Stack's Tags()"},
		"no provider":      {with(application("private"), func(r *Resource) { r.Provider = "" }), `has the provider "", not "region"`, "infra/stack.go"},
		"not at home":      {with(policyOf("gateway", invokes), func(r *Resource) { r.Provider = RegionProvider }), `has the provider "region", not "home"`, "infra/stack.go"},
		"at home":          {with(application("private"), func(r *Resource) { r.Provider = HomeProvider }), `has the provider "home", not "region"`, "infra/stack.go"},
		"public registry":  {resourceUnderTest(repositoryType, "r", tagged(object{"isPublic": true})), "is public", "infra/images/images.go"},
		"public as a text": {resourceUnderTest(repositoryType, "r", tagged(object{"isPublic": "true"})), "is public", "infra/images/images.go"},
	} {
		t.Run(name, func(t *testing.T) {
			found := rulesUnderTest.Check(test.one, before)
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
	found := rules.Check(resourceUnderTest(subnetType, "s", object{}), before)
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
