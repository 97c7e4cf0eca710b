package cloud_test

import (
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/identity"
)

// What a function may read follows the policies after a while, each change by itself.
func TestPoliciesActAfterAWhile(t *testing.T) {
	b := startWith(t, "PolicyDelay", "45s")
	b.clock.stop()
	n, s := newNet(t, b), newSafe(t, b)
	_, f := n.function(t, nil)
	one, two := *s.secret(t, "one", "swordfish").Id, *s.secret(t, "two", "marlin").Id
	may := func(want string) {
		t.Helper()
		got := ""
		for name, id := range map[string]string{"one": one, "two": two} {
			_, text, err := n.invoke(t, f, "secret "+id)
			if err != nil {
				t.Fatal(err)
			}
			if !contains(text, "NotAuthorizedOrNotFound") {
				got += name
			}
		}
		if got != want {
			t.Errorf("the function may read %q, want %q", got, want)
		}
	}
	statement := func(secret string) []string {
		return []string{"Allow dynamic-group fns to read secret-bundles in tenancy where target.secret.id = '" + secret + "'"}
	}
	rule := func(compartment string) *string {
		return str("ALL {resource.type = 'fnfunc', resource.compartment.id = '" + compartment + "'}")
	}
	client := b.identity(t)

	g := b.dynamicGroup(t, "fns", *rule(compartment))
	b.clock.advance(27 * time.Second)
	p := b.policy(t, "p", statement(one)...)
	may("")
	b.clock.advance(27 * time.Second) // the group acts, the policy does not
	may("")
	b.restart(t)
	b.clock.advance(22 * time.Second)
	may("one")

	client = b.identity(t)
	ok[identity.UpdatePolicyResponse](t)(client.UpdatePolicy(ctx, identity.UpdatePolicyRequest{PolicyId: p.Id,
		UpdatePolicyDetails: identity.UpdatePolicyDetails{Statements: statement(two)}}))
	may("one")
	b.clock.advance(27 * time.Second)
	ok[identity.UpdatePolicyResponse](t)(client.UpdatePolicy(ctx, identity.UpdatePolicyRequest{PolicyId: p.Id,
		UpdatePolicyDetails: identity.UpdatePolicyDetails{Description: str("says nothing new")}}))
	b.clock.advance(22 * time.Second)
	may("two")

	ok[identity.UpdateDynamicGroupResponse](t)(client.UpdateDynamicGroup(ctx, identity.UpdateDynamicGroupRequest{DynamicGroupId: g.Id,
		UpdateDynamicGroupDetails: identity.UpdateDynamicGroupDetails{MatchingRule: rule(nowhere)}}))
	may("two")
	b.clock.advance(50 * time.Second)
	may("")

	ok[identity.UpdateDynamicGroupResponse](t)(client.UpdateDynamicGroup(ctx, identity.UpdateDynamicGroupRequest{DynamicGroupId: g.Id,
		UpdateDynamicGroupDetails: identity.UpdateDynamicGroupDetails{MatchingRule: rule(compartment)}}))
	b.clock.advance(50 * time.Second)
	may("two")
	ok[identity.DeletePolicyResponse](t)(client.DeletePolicy(ctx, identity.DeletePolicyRequest{PolicyId: p.Id}))
	may("")
}
