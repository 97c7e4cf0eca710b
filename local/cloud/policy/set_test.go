package policy

import (
	"strings"
	"testing"
)

const (
	tenancy     = "ocid1.tenancy.oc1..t"
	compartment = "ocid1.compartment.oc1..c"
	inner       = "ocid1.compartment.oc1..i"
	secret      = "ocid1.vaultsecret.oc1..s"
)

var (
	function = Principal{Type: "fnfunc", ID: "ocid1.fnfunc.oc1..f", CompartmentID: compartment, TenancyID: tenancy}
	gateway  = Principal{Type: "ApiGateway", ID: "ocid1.apigateway.oc1..g", CompartmentID: compartment, TenancyID: tenancy}
	names    = map[string]string{tenancy: "root", compartment: "cxbridge", inner: "inner"}
)

func readSecret() Request {
	return Request{
		Principal:       function,
		Permission:      "SECRET_BUNDLE_READ",
		Target:          map[string]string{"target.secret.id": secret, "target.secret.name": "cx-webhook"},
		CompartmentPath: []string{inner, compartment, tenancy}, CompartmentNames: names,
	}
}

func invoke() Request {
	return Request{
		Principal:       gateway,
		Permission:      "FN_INVOCATION",
		Target:          map[string]string{"target.function.id": function.ID},
		CompartmentPath: []string{inner, compartment, tenancy}, CompartmentNames: names,
	}
}

func writeRow() Request {
	return Request{
		Principal:       function,
		Permission:      "NOSQL_ROWS_INSERT",
		Target:          map[string]string{"target.nosql-table.id": "ocid1.nosqltable.oc1..t", "target.nosql-table.name": "ledger"},
		CompartmentPath: []string{inner, compartment, tenancy}, CompartmentNames: names,
	}
}

func newSet(t *testing.T, attached string, texts ...string) *Set {
	t.Helper()
	rule, err := ParseRule("ALL {resource.type = 'fnfunc', resource.compartment.id = '" + compartment + "'}")
	if err != nil {
		t.Fatal(err)
	}
	var statements []Statement
	for _, text := range texts {
		statement, err := ParseStatement(text)
		if err != nil {
			t.Fatal(err)
		}
		statement.CompartmentID = attached
		statements = append(statements, *statement)
	}
	return NewSet(statements, []Group{{ID: "ocid1.dynamicgroup.oc1..d", Name: "fns", Rule: rule}})
}

func TestSetAllows(t *testing.T) {
	tests := []struct {
		name, statement string
		request         Request
		want            bool
	}{
		{"verb and family", "Allow any-user to use functions-family in tenancy", invoke(), true},
		{"a lower verb", "Allow any-user to read functions-family in tenancy", invoke(), false},
		{"a higher verb", "Allow any-user to manage fn-invocation in tenancy", invoke(), true},
		{"all resources", "Allow any-user to manage all-resources in tenancy", invoke(), true},
		{"another type", "Allow any-user to manage fn-function in tenancy", invoke(), false},
		{"listed permission", "Allow any-user to {FN_INVOCATION} in tenancy", invoke(), true},
		{"the gateway's page", "ALLOW any-user to use functions-family in compartment cxbridge where ALL {request.principal.type = 'ApiGateway', request.resource.compartment.id = '" + compartment + "'}", invoke(), true},
		{"another compartment's gateways", "ALLOW any-user to use functions-family in compartment cxbridge where ALL {request.principal.type = 'ApiGateway', request.resource.compartment.id = '" + inner + "'}", invoke(), false},
		{"one function", "Allow any-user to use fn-invocation in tenancy where target.function.id = '" + function.ID + "'", invoke(), true},
		{"dynamic group", "Allow dynamic-group fns to read secret-bundles in compartment id " + compartment, readSecret(), true},
		{"dynamic group by OCID", "Allow dynamic-group id ocid1.dynamicgroup.oc1..d to read secret-bundles in tenancy", readSecret(), true},
		{"dynamic group in its domain", "Allow dynamic-group 'Default'/'FNS' to read secret-family in tenancy", readSecret(), true},
		{"one of two groups", "Allow dynamic-group none, fns to read secret-bundles in tenancy", readSecret(), true},
		{"unknown dynamic group", "Allow dynamic-group none to read secret-bundles in tenancy", readSecret(), false},
		{"gateway is not in the group", "Allow dynamic-group fns to use fn-invocation in tenancy", invoke(), false},
		{"group of users", "Allow group fns to read secret-bundles in tenancy", readSecret(), false},
		{"one table's rows", "Allow dynamic-group fns to use nosql-rows in tenancy where target.nosql-table.id = 'ocid1.nosqltable.oc1..t'", writeRow(), true},
		{"another table's rows", "Allow dynamic-group fns to use nosql-rows in tenancy where target.nosql-table.name = 'other'", writeRow(), false},
		{"reading rows does not write them", "Allow dynamic-group fns to read nosql-rows in tenancy", writeRow(), false},
		{"any-group", "Allow any-group to read secret-bundles in tenancy", readSecret(), true},
		{"service", "Allow service FaaS to read secret-bundles in tenancy", readSecret(), false},
		{"one secret", "Allow any-user to read secret-bundles in tenancy where target.secret.id = '" + secret + "'", readSecret(), true},
		{"pattern", "Allow any-user to read secret-bundles in tenancy where Target.Secret.Name = /CX-*/", readSecret(), true},
		{"other pattern", "Allow any-user to read secret-bundles in tenancy where target.secret.name = /*x/", readSecret(), false},
		{"any", "Allow any-user to read secret-bundles in tenancy where any {target.secret.name = 'x', target.secret.name = /*web*/}", readSecret(), true},
		{"a variable that is not there", "Allow any-user to read secret-bundles in tenancy where target.key.id != 'x'", readSecret(), false},
		{"path down", "Allow any-user to read secret-bundles in compartment cxbridge:inner", readSecret(), true},
		{"path to a sibling", "Allow any-user to read secret-bundles in compartment cxbridge:other", readSecret(), false},
		{"not a direct child", "Allow any-user to read secret-bundles in compartment inner", readSecret(), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set := newSet(t, tenancy, test.statement)
			if got := set.Allows(test.request); got != test.want {
				t.Errorf("allowed: %v, want %v: %s", got, test.want, set.Explain(test.request))
			}
		})
	}
}

// A policy has no say outside the compartment it is attached to.
func TestSetAttachment(t *testing.T) {
	tests := []struct {
		attached, location string
		want               bool
	}{
		{compartment, "compartment cxbridge", true},
		{compartment, "compartment inner", true},
		{compartment, "compartment id " + inner, true},
		{compartment, "compartment id " + tenancy, false},
		{compartment, "tenancy", false},
		{inner, "compartment inner", true},
		{"ocid1.compartment.oc1..elsewhere", "compartment id " + inner, false},
	}
	for _, test := range tests {
		set := newSet(t, test.attached, "Allow any-user to read secret-bundles in "+test.location)
		if got := set.Allows(readSecret()); got != test.want {
			t.Errorf("attached to %s, in %s: allowed %v, want %v", test.attached, test.location, got, test.want)
		}
	}
}

func TestExplain(t *testing.T) {
	set := newSet(t, tenancy,
		"Allow any-user to use fn-invocation in tenancy",
		"Allow service FaaS to read secret-bundles in tenancy",
		"Allow dynamic-group fns to read secret-bundles in compartment other",
		"Allow dynamic-group fns to read secret-bundles in tenancy where target.secret.name = 'x'",
	)
	got := set.Explain(readSecret())
	for _, want := range []string{
		"no statement allows SECRET_BUNDLE_READ to fnfunc ocid1.fnfunc.oc1..f",
		"it does not grant SECRET_BUNDLE_READ", "its subject does not include fnfunc", "does not reach", "condition does not hold",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("explanation lacks %q:\n%s", want, got)
		}
	}
	if got, want := set.Explain(invoke()), `allowed by "Allow any-user to use fn-invocation in tenancy"`; got != want {
		t.Errorf("explanation %q, want %q", got, want)
	}
	if (&Set{}).Allows(invoke()) {
		t.Error("an empty set allows")
	}
}
