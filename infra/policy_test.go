package main

import (
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/cxbridge/cxbridge/infra/policy"
	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
)

// guarded are the stacks that the rules are held against: each is another set of resources.
var guarded = map[string]map[string]string{
	"complete":     withSecret,
	"no listeners": noListeners,
	"no alarms":    {"b2cserviceContactId": "", "alarms": "[]", "eventToIncident": `{"b2cserviceContactId":"2"}`},
	"elsewhere":    {"homeRegion": "eu-frankfurt-1"},
	"test stack":   {"expires": "2999-01-01T00:00:00Z"},
	"production":   {"protect": "true", "shape": "GENERIC_X86_ARM"},
	"foundation":   {"foundation": "true"},
	"shared vault": {"vaultId": "ocid1.vault.oc1..x", "keyId": "ocid1.key.oc1..x"},
	"in the root":  {"compartmentId": "ocid1.tenancy.oc1..cxbridgelocal"},
	"endpoints":    {"endpoints": `[{"name":"sms-to-incident","path":"/{a}"},{"name":"other","path":"/b","config":{"a":"b"}}]`},
}

// policyResource is a resource as a guard sees it. Mocks drop what is not known.
func (r *run) policyResource(t *testing.T, one registered) policy.Resource {
	t.Helper()
	inputs, err := plugin.UnmarshalProperties(one.RegisterRPC.GetObject(), plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true})
	if err != nil {
		t.Fatal(err)
	}
	seen := policy.Resource{
		Key: policy.Key{Type: one.TypeToken, Name: one.Name}, Custom: one.Custom, ID: one.id,
		Parent: policy.KeyOf(one.parent()), Inputs: inputs,
	}
	if one.Provider != "" {
		seen.Provider = r.provider(t, one.Provider)
	}
	for _, urn := range one.RegisterRPC.GetDependencies() {
		seen.DependsOn = append(seen.DependsOn, policy.KeyOf(resource.URN(urn)))
	}
	return seen
}

// The engine shows a guard what it shows the mocks.
func TestStacksBreakNoRule(t *testing.T) {
	for name, changes := range guarded {
		for _, preview := range []bool{true, false} {
			r := succeed(t, &run{changes: changes, preview: preview})
			earlier := func(key policy.Key) (policy.Resource, bool) {
				for _, one := range r.all(key.Type) {
					if one.Name == key.Name {
						return r.policyResource(t, one), true
					}
				}
				return policy.Resource{}, false
			}
			for _, one := range r.all("") {
				for _, violation := range r.rules.Check(r.policyResource(t, one), earlier) {
					t.Errorf("%s, preview %t: %+v", name, preview, violation)
				}
			}
			for name, statements := range r.examined {
				for _, violation := range r.rules.Statements(name, statements) {
					t.Errorf("%s: %+v", name, violation)
				}
			}
		}
	}
}

// In a first preview, a guard sees no statement but these: they must be those that will be registered, but for the OCIDs.
func TestStatementsAreExaminedBeforehand(t *testing.T) {
	ids := regexp.MustCompile(`'ocid1\.(secret|function|table|example)\.[^']*'`)
	masked := func(texts []string) []string {
		masked := slices.Clone(texts)
		for i, text := range texts {
			masked[i] = ids.ReplaceAllString(text, "'…'")
		}
		return masked
	}
	r := succeed(t, &run{changes: withSecret})
	want := map[string][]string{}
	for _, one := range r.all(policyType) {
		for _, statement := range one.plain()["statements"].([]any) {
			want[one.Name] = append(want[one.Name], statement.(string))
		}
		want[one.Name] = masked(want[one.Name])
	}
	got := map[string][]string{}
	for name := range maps.Keys(r.examined) {
		got[name] = masked(r.examined[name])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("statements (-want +got):\n%s", diff)
	}
}
