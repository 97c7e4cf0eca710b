package main

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	policyType   = "oci:Identity/policy:Policy"
	groupsType   = "oci:Identity/dynamicGroup:DynamicGroup"
	functionType = "oci:Functions/function:Function"
	secretType   = "oci:Vault/secret:Secret"
	tableType    = "oci:Nosql/table:Table"

	compartment = "ocid1.compartment.oc1..cxbridgelocal"
)

// grant is what one statement allows, taken to pieces. Only these forms can be taken to pieces: whatever a statement
// says besides them makes a test fail.
type grant struct {
	subject, verb, resource, compartment string
	all                                  bool // whether all conditions must hold, or any
	conditions                           string
}

var (
	statementForm = regexp.MustCompile(
		`^Allow (any-user|dynamic-group \S+) to (inspect|read|use|manage) (\S+) in compartment id (\S+) where (ALL|ANY) \{([^{}]+)\}$`)
	ruleForm      = regexp.MustCompile(`^ANY \{([^{}]+)\}$`)
	conditionForm = regexp.MustCompile(`^[a-z.-]+ = '[^']+'$`)
)

func conditions(t *testing.T, text string) string {
	t.Helper()
	parts := strings.Split(text, ", ")
	for _, part := range parts {
		if !conditionForm.MatchString(part) {
			t.Errorf("the condition %q is of another form", part)
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, "\n")
}

func grants(t *testing.T, r *run) []grant {
	t.Helper()
	var result []grant
	for _, policy := range r.all(policyType) {
		if policy.plain()["compartmentId"] != compartment {
			t.Errorf("the policy %s is in %v", policy.Name, policy.plain()["compartmentId"])
		}
		for _, statement := range policy.plain()["statements"].([]any) {
			parts := statementForm.FindStringSubmatch(statement.(string))
			if parts == nil {
				t.Fatalf("the statement is of another form: %s", statement)
			}
			result = append(result, grant{parts[1], parts[2], parts[3], parts[4], parts[5] == "ALL", conditions(t, parts[6])})
		}
	}
	return result
}

// members are the functions that dynamic groups match, by the groups' names.
func members(t *testing.T, r *run) map[string]string {
	t.Helper()
	result := map[string]string{}
	for _, group := range r.all(groupsType) {
		in := group.plain()
		if in["compartmentId"] != "ocid1.tenancy.oc1..cxbridgelocal" {
			t.Errorf("the dynamic group %s is in %v", group.Name, in["compartmentId"])
		}
		parts := ruleForm.FindStringSubmatch(in["matchingRule"].(string))
		if parts == nil {
			t.Fatalf("the rule is of another form: %v", in["matchingRule"])
		}
		result[in["name"].(string)] = conditions(t, parts[1])
	}
	return result
}

// Each statement must be needed by the flow and name what it is about: the gateway invokes the functions, the authorizer
// reads what callers must show, the endpoints read the account, alarm-to-incident and event-to-incident read the account
// and use the rows of the ledger. The gateway does not invoke alarm-to-incident.
func TestNoStatementGrantsMoreThanTheFlowNeeds(t *testing.T) {
	changes := maps.Clone(withSecret)
	changes["endpoints"] = `[{"name":"sms-to-incident","path":"/sms-to-incident"},{"name":"other","path":"/other"}]`
	r := succeed(t, &run{changes: changes})
	function := func(name string) string { return "'" + r.one(t, functionType, name).id + "'" }
	secret := func(name string) string { return "target.secret.id = '" + r.one(t, secretType, name).id + "'" }

	invoke := func(name string) grant {
		return grant{"any-user", "use", "fn-invocation", compartment, true, strings.Join([]string{
			"request.principal.type = 'ApiGateway'",
			"request.resource.compartment.id = '" + compartment + "'",
			"target.function.id = " + function(name),
		}, "\n")}
	}
	read := func(group string, secrets ...string) grant {
		slices.Sort(secrets)
		return grant{"dynamic-group " + group, "read", "secret-bundles", compartment, false, strings.Join(secrets, "\n")}
	}
	useLedger := func(group string) grant {
		return grant{"dynamic-group " + group, "use", "nosql-rows", compartment, false,
			"target.nosql-table.id = '" + r.one(t, tableType, "ledger").id + "'"}
	}
	want := []grant{
		read("cxbridge-local-alarms", secret("b2cservice-username"), secret("b2cservice-password")),
		useLedger("cxbridge-local-alarms"),
		read("cxbridge-local-authorizer", secret("webhook-secret"), secret("basic-accounts")),
		read("cxbridge-local-endpoints", secret("b2cservice-username"), secret("b2cservice-password")),
		read("cxbridge-local-events", secret("b2cservice-username"), secret("b2cservice-password")),
		useLedger("cxbridge-local-events"),
		invoke("sms-to-incident"), invoke("other"), invoke("webhook-authorizer"), invoke("event-to-incident"),
	}
	if diff := cmp.Diff(want, grants(t, r), cmp.AllowUnexported(grant{})); diff != "" {
		t.Errorf("grants (-want +got):\n%s", diff)
	}
	wantMembers := map[string]string{
		"cxbridge-local-alarms":     "resource.id = " + function("alarm-to-incident"),
		"cxbridge-local-authorizer": "resource.id = " + function("webhook-authorizer"),
		"cxbridge-local-endpoints":  "resource.id = " + function("other") + "\nresource.id = " + function("sms-to-incident"),
		"cxbridge-local-events":     "resource.id = " + function("event-to-incident"),
	}
	if diff := cmp.Diff(wantMembers, members(t, r)); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
}

func TestWithoutSecretsOfCallersTheAuthorizerReadsNothing(t *testing.T) {
	r := succeed(t, &run{changes: map[string]string{"listeners": "[]"}})
	got := slices.Sorted(maps.Keys(members(t, r)))
	if !cmp.Equal(got, []string{"cxbridge-local-alarms", "cxbridge-local-endpoints"}) {
		t.Errorf("dynamic groups %v", got)
	}
	if got := r.one(t, functionType, "webhook-authorizer").plain()["config"]; got != nil {
		t.Errorf("the authorizer's configuration is %v", got)
	}
}
