package policy

import (
	"strings"
	"testing"
)

func TestParseStatement(t *testing.T) {
	valid := []string{
		"Allow any-user to use fn-invocation in tenancy",
		"ALLOW ANY-USER TO USE FUNCTIONS-FAMILY IN COMPARTMENT fns WHERE ALL {request.principal.type = 'ApiGateway', request.resource.compartment.id = 'ocid1.compartment.oc1..a'}",
		"Allow any-group to inspect vaults in tenancy",
		"Allow group Admins, Operators to manage all-resources in compartment Project-A:Project-A2",
		"Allow group id ocid1.group.oc1..aaa to read keys in compartment id ocid1.compartment.oc1..bbb",
		"Allow dynamic-group fns to read secret-bundles in compartment id ocid1.compartment.oc1..bbb where target.secret.id = 'ocid1.vaultsecret.oc1..c'",
		"Allow dynamic-group 'Default'/'fns', Default/others to read secret-family in compartment 'with space'",
		"Allow service FaaS to {KEY_READ} in tenancy where request.operation = 'GetKeyVersion'",
		"Allow any-user to {SECRET_BUNDLE_READ, secret_read} in tenancy where any {target.secret.name = /*-webhook/, all {target.secret.name != 'x', target.secret.name = /cx*/}}",
		"Allow dynamic-group fns to use nosql-rows in compartment id ocid1.compartment.oc1..b where target.nosql-table.id = 'ocid1.nosqltable.oc1..c'",
		"Allow group Analytics to manage nosql-family in tenancy where any {request.permission = 'NOSQL_TABLE_CREATE', target.nosql-table.name = 'customer'}",
		"Allow group Operators to use ons-topics in tenancy",
		"Allow group Operators to manage ons-family in tenancy",
		"Allow dynamic-group fns to use metrics in compartment c where target.metrics.namespace = 'cxbridge'",
		"Allow group Operators to manage alarms in tenancy",
		"  Allow\n any-user\tto use fn-invocation in tenancy where target.function.id=/*a b*/ ",
	}
	for _, text := range valid {
		if _, err := ParseStatement(text); err != nil {
			t.Errorf("ParseStatement: %v", err)
		}
	}
}

// Each error must name the word that is wrong.
func TestParseStatementErrors(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", "<EOF>"},
		{"Deny any-user to use fn-invocation in tenancy", `"Deny"`},
		{"Allow everyone to use fn-invocation in tenancy", `"everyone"`},
		{"Allow any-user to enjoy fn-invocation in tenancy", `unknown verb "enjoy"`},
		{"Allow any-user to use fn-invocations in tenancy", `unknown resource-type "fn-invocations"`},
		{"Allow any-user to {FN_INVOKE} in tenancy", `unknown permission "FN_INVOKE"`},
		{"Allow any-user to use fn-invocation", `"in"`},
		{"Allow any-user to use fn-invocation in region x", `"region"`},
		{"Allow any-user to use fn-invocation in tenancy where request.principal.kind = 'x'", `unknown variable "request.principal.kind"`},
		{"Allow any-user to use fn-invocation in tenancy where target.function.id", `"target.function.id": compare`},
		{"Allow any-user to use fn-invocation in tenancy where target.function.id = x", "invalid input"},
		{"Allow any-user to use fn-invocation in tenancy where target.function.id = /a*b/", "/a*b/"},
		{"Allow any-user to use fn-invocation in tenancy where ALL {}", `"}"`},
		{"Allow any-user to use fn-invocation in tenancy please", `"please"`},
		{"Allow any-user to use fn-invocation in tenancy where " + strings.Repeat("all {", 5000), "limit"},
	}
	for _, test := range tests {
		_, err := ParseStatement(test.text)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("ParseStatement(%.80q): error %v, want one with %s", test.text, err, test.want)
		}
	}
}

func FuzzParseStatement(f *testing.F) {
	f.Add("Allow any-user to use fn-invocation in tenancy where ALL {request.principal.type = 'ApiGateway', target.function.id = /*x*/}")
	f.Add("Allow dynamic-group 'Default'/'fns', id ocid1.dynamicgroup.oc1..a to {SECRET_BUNDLE_READ} in compartment A:B")
	f.Add("allow service FaaS to manage all-resources in compartment id ocid1.compartment.oc1..a where target.secret.name != '")
	f.Fuzz(func(t *testing.T, text string) {
		statement, err := ParseStatement(text)
		if err != nil {
			return
		}
		set := NewSet([]Statement{*statement}, nil)
		request := Request{Permission: "NOT_A_PERMISSION", CompartmentPath: []string{"a", ""}}
		if set.Allows(request) {
			t.Errorf("%q allows what no verb grants", text)
		}
		request.Permission = "FN_INVOCATION"
		if explained := strings.HasPrefix(set.Explain(request), "allowed by"); explained != set.Allows(request) {
			t.Errorf("%q: explained as allowed %v, allowed %v", text, explained, set.Allows(request))
		}
	})
}
