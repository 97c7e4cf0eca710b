package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/policy"
	gocmp "github.com/google/go-cmp/cmp"
)

const (
	policyType   = "oci:Identity/policy:Policy"
	groupsType   = "oci:Identity/dynamicGroup:DynamicGroup"
	functionType = "oci:Functions/function:Function"
	secretType   = "oci:Vault/secret:Secret"
	tableType    = "oci:Nosql/table:Table"

	compartment = "ocid1.compartment.oc1..cxbridgelocal"
)

// sorted is a condition whose order of terms is always the same.
func sorted(c policy.Condition) policy.Condition {
	slices.SortFunc(c.Terms, func(a, b policy.Term) int {
		return cmp.Or(strings.Compare(a.Variable, b.Variable), strings.Compare(a.Value, b.Value))
	})
	return c
}

// grants are all statements, taken to pieces. Only known forms can be: whatever a statement says besides makes a test fail.
func grants(t *testing.T, r *run) []policy.Statement {
	t.Helper()
	var result []policy.Statement
	for _, one := range r.all(policyType) {
		if one.plain()["compartmentId"] != compartment {
			t.Errorf("the policy %s is in %v", one.Name, one.plain()["compartmentId"])
		}
		for _, text := range one.plain()["statements"].([]any) {
			statement, err := policy.ParseStatement(text.(string))
			if err != nil {
				t.Fatalf("%s %v", one.urn, err)
			}
			statement.Where = sorted(statement.Where)
			result = append(result, statement)
		}
	}
	return result
}

// members are the functions that dynamic groups match, by the groups' names.
func members(t *testing.T, r *run) map[string]policy.Condition {
	t.Helper()
	result := map[string]policy.Condition{}
	for _, group := range r.all(groupsType) {
		in := group.plain()
		if in["compartmentId"] != "ocid1.tenancy.oc1..cxbridgelocal" {
			t.Errorf("the dynamic group %s is in %v", group.Name, in["compartmentId"])
		}
		condition, err := policy.ParseCondition(in["matchingRule"].(string))
		if err != nil {
			t.Fatalf("%s %v", group.urn, err)
		}
		result[in["name"].(string)] = sorted(condition)
	}
	return result
}

// anyOf is the condition that a variable is one of some OCIDs.
func anyOf(variable string, ocids ...string) policy.Condition {
	condition := policy.Condition{}
	for _, ocid := range ocids {
		condition.Terms = append(condition.Terms, policy.Term{Variable: variable, Value: ocid})
	}
	return sorted(condition)
}

// Each statement must be needed by the flow and name what it is about: the gateway invokes the functions, the authorizer
// reads what callers must show, the endpoints read the account, alarm-to-incident and event-to-incident read the account
// and use the rows of the ledger. The gateway does not invoke alarm-to-incident.
func TestNoStatementGrantsMoreThanTheFlowNeeds(t *testing.T) {
	changes := maps.Clone(withSecret)
	changes["endpoints"] = `[{"name":"sms-to-incident","path":"/sms-to-incident"},{"name":"other","path":"/other"}]`
	r := succeed(t, &run{changes: changes})
	function := func(name string) string { return r.one(t, functionType, name).id }
	may := func(subject, verb, resource string, where policy.Condition) policy.Statement {
		return policy.Statement{Subject: subject, Verb: verb, Resource: resource, Compartment: compartment, Where: where}
	}
	invoke := func(name string) policy.Statement {
		return may("any-user", "use", "fn-invocation", policy.Condition{All: true, Terms: []policy.Term{
			{Variable: "request.principal.type", Value: "ApiGateway"},
			{Variable: "request.resource.compartment.id", Value: compartment},
			{Variable: "target.function.id", Value: function(name)},
		}})
	}
	read := func(group string, secrets ...string) policy.Statement {
		for i, name := range secrets {
			secrets[i] = r.one(t, secretType, name).id
		}
		return may("dynamic-group "+group, "read", "secret-bundles", anyOf("target.secret.id", secrets...))
	}
	useLedger := func(group string) policy.Statement {
		return may("dynamic-group "+group, "use", "nosql-rows", anyOf("target.nosql-table.id", r.one(t, tableType, "ledger").id))
	}
	want := []policy.Statement{
		read("cxbridge-local-alarms", "b2cservice-username", "b2cservice-password"),
		useLedger("cxbridge-local-alarms"),
		read("cxbridge-local-authorizer", "webhook-secret", "basic-accounts"),
		read("cxbridge-local-endpoints", "b2cservice-username", "b2cservice-password"),
		read("cxbridge-local-events", "b2cservice-username", "b2cservice-password"),
		useLedger("cxbridge-local-events"),
		invoke("sms-to-incident"), invoke("other"), invoke("webhook-authorizer"), invoke("event-to-incident"),
	}
	if diff := gocmp.Diff(want, grants(t, r)); diff != "" {
		t.Errorf("grants (-want +got):\n%s", diff)
	}
	wantMembers := map[string]policy.Condition{
		"cxbridge-local-alarms":     anyOf("resource.id", function("alarm-to-incident")),
		"cxbridge-local-authorizer": anyOf("resource.id", function("webhook-authorizer")),
		"cxbridge-local-endpoints":  anyOf("resource.id", function("other"), function("sms-to-incident")),
		"cxbridge-local-events":     anyOf("resource.id", function("event-to-incident")),
	}
	if diff := gocmp.Diff(wantMembers, members(t, r)); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
}

func TestWithoutSecretsOfCallersTheAuthorizerReadsNothing(t *testing.T) {
	r := succeed(t, &run{changes: map[string]string{"listeners": "[]"}})
	got := slices.Sorted(maps.Keys(members(t, r)))
	if !gocmp.Equal(got, []string{"cxbridge-local-alarms", "cxbridge-local-endpoints"}) {
		t.Errorf("dynamic groups %v", got)
	}
	if got := r.one(t, functionType, "webhook-authorizer").plain()["config"]; got != nil {
		t.Errorf("the authorizer's configuration is %v", got)
	}
}
