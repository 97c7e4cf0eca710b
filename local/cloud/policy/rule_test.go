package policy

import (
	"strings"
	"testing"
)

func TestRuleMatches(t *testing.T) {
	function := Principal{Type: "fnfunc", ID: "ocid1.fnfunc.oc1..f", CompartmentID: "ocid1.compartment.oc1..c",
		Tags: map[string]string{"Operations.CostCenter": "45"}}
	tests := []struct {
		rule string
		want bool
	}{
		{"resource.type = 'fnfunc'", true},
		{"Resource.Type = 'FnFunc'", true},
		{"resource.type = 'apigateway'", false},
		{"resource.type != 'apigateway'", true},
		{"ALL {resource.type = 'fnfunc', resource.compartment.id = 'ocid1.compartment.oc1..c'}", true},
		{"all {resource.type = 'fnfunc', resource.compartment.id = 'ocid1.compartment.oc1..d'}", false},
		{"ANY {resource.id = 'ocid1.fnfunc.oc1..e', resource.id = 'ocid1.fnfunc.oc1..f'}", true},
		{"all {any {resource.id = 'x', resource.type = /fn*/}, resource.id != 'y'}", true},
		{"tag.Operations.CostCenter.value = '45'", true},
		{"tag.Operations.CostCenter.value = '46'", false},
		{"tag.Operations.CostCenter.value", true},
		{"tag.Operations.Owner.value", false},
		{"tag.Operations.Owner.value != 'x'", false},
		{"instance.compartment.id = 'ocid1.compartment.oc1..c'", false},
	}
	for _, test := range tests {
		rule, err := ParseRule(test.rule)
		if err != nil {
			t.Errorf("ParseRule: %v", err)
			continue
		}
		if got := rule.Matches(function); got != test.want {
			t.Errorf("%s matches the function: %v, want %v", test.rule, got, test.want)
		}
	}
}

func TestRuleNeverMatchesPeople(t *testing.T) {
	rule, err := ParseRule("resource.type != 'fnfunc'")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"user", "service"} {
		if rule.Matches(Principal{Type: kind}) {
			t.Errorf("a %s is a member of a dynamic group", kind)
		}
	}
}

func TestParseRuleErrors(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", "unexpected"},
		{"resource.kind = 'fnfunc'", `unknown variable "resource.kind"`},
		{"tag.CostCenter.value = '45'", `unknown variable "tag.CostCenter.value"`},
		{"resource.type", `"resource.type": compare`},
		{"resource.type = fnfunc", "invalid input"},
		{"ALL {resource.type = 'fnfunc'", `"}"`},
		{"resource.type = 'fnfunc', resource.id = 'x'", `","`},
	}
	for _, test := range tests {
		_, err := ParseRule(test.text)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("ParseRule(%q): error %v, want one with %s", test.text, err, test.want)
		}
	}
}

func FuzzParseRule(f *testing.F) {
	f.Add("ALL {resource.type = 'fnfunc', resource.compartment.id = 'ocid1.compartment.oc1..c'}")
	f.Add("any {tag.a.b.value, all {resource.id != /*x*/}}")
	f.Fuzz(func(t *testing.T, text string) {
		if rule, err := ParseRule(text); err == nil {
			rule.Matches(Principal{Type: "fnfunc"})
		}
	})
}
