package cloud_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/identity"
)

func (b *bench) identity(t testing.TB) identity.IdentityClient {
	t.Helper()
	client, err := identity.NewIdentityClientWithConfigurationProvider(b.provider)
	point(t, b, &client.BaseClient, err)
	return client
}

func (b *bench) policy(t testing.TB, name string, statements ...string) identity.Policy {
	t.Helper()
	return ok[identity.CreatePolicyResponse](t)(b.identity(t).CreatePolicy(ctx, identity.CreatePolicyRequest{CreatePolicyDetails: identity.CreatePolicyDetails{
		CompartmentId: str(tenancy), Name: &name, Description: str("test"), Statements: statements}})).Policy
}

func (b *bench) dynamicGroup(t testing.TB, name, rule string) identity.DynamicGroup {
	t.Helper()
	return ok[identity.CreateDynamicGroupResponse](t)(b.identity(t).CreateDynamicGroup(ctx, identity.CreateDynamicGroupRequest{
		CreateDynamicGroupDetails: identity.CreateDynamicGroupDetails{CompartmentId: str(tenancy), Name: &name, Description: str("test"), MatchingRule: &rule}})).DynamicGroup
}

func TestPoliciesAndDynamicGroups(t *testing.T) {
	b := start(t)
	client := b.identity(t)
	group := b.dynamicGroup(t, "fns", "resource.type = 'fnfunc'")
	if group.LifecycleState != identity.DynamicGroupLifecycleStateActive || *group.MatchingRule != "resource.type = 'fnfunc'" {
		t.Errorf("dynamic group %v", group)
	}
	statements := []string{"Allow dynamic-group fns to read secret-bundles in compartment id " + compartment}
	p := b.policy(t, "p", statements...)
	if diff := cmp.Diff(statements, p.Statements); diff != "" {
		t.Errorf("statements (-want +got):\n%s", diff)
	}
	p = ok[identity.UpdatePolicyResponse](t)(client.UpdatePolicy(ctx, identity.UpdatePolicyRequest{PolicyId: p.Id,
		UpdatePolicyDetails: identity.UpdatePolicyDetails{Description: str("other")}})).Policy
	if *p.Description != "other" || len(p.Statements) != 1 {
		t.Errorf("updated policy %v", p)
	}
	if list := ok[identity.ListPoliciesResponse](t)(client.ListPolicies(ctx, identity.ListPoliciesRequest{CompartmentId: str(tenancy), Name: str("p")})).Items; len(list) != 1 {
		t.Errorf("policies %v", list)
	}
	ok[identity.DeletePolicyResponse](t)(client.DeletePolicy(ctx, identity.DeletePolicyRequest{PolicyId: p.Id}))
	_, err := client.GetPolicy(ctx, identity.GetPolicyRequest{PolicyId: p.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", *p.Id)
	b.policy(t, "p", statements...) // the name is free again
}

func TestPoliciesThatAreRefused(t *testing.T) {
	b := start(t)
	client := b.identity(t)
	b.policy(t, "taken", "Allow any-user to use fn-invocation in tenancy")
	create := func(compartment, name string, statements ...string) error {
		statements = append([]string{}, statements...) // none is an empty list, not nil
		_, err := client.CreatePolicy(ctx, identity.CreatePolicyRequest{CreatePolicyDetails: identity.CreatePolicyDetails{
			CompartmentId: &compartment, Name: &name, Description: str("test"), Statements: statements}})
		return err
	}
	good := "Allow any-user to use fn-invocation in tenancy"
	refused(t, create(tenancy, "p", "Allow everybody everything"), 400, "InvalidParameter", "everybody")
	refused(t, create(tenancy, "p", good, "Allow any-user to raed secret-bundles in tenancy"), 400, "InvalidParameter", "raed")
	refused(t, create(tenancy, "p"), 400, "InvalidParameter", "empty")
	refused(t, create(tenancy, "a name", good), 400, "InvalidParameter", "a name")
	refused(t, create(nowhere, "p", good), 404, "NotAuthorizedOrNotFound", nowhere)
	refused(t, create(compartment, "taken", good), 409, "PolicyAlreadyExists", "taken")

	_, err := client.CreateDynamicGroup(ctx, identity.CreateDynamicGroupRequest{CreateDynamicGroupDetails: identity.CreateDynamicGroupDetails{
		CompartmentId: str(compartment), Name: str("g"), Description: str("test"), MatchingRule: str("resource.type = 'fnfunc'")}})
	refused(t, err, 400, "InvalidParameter", "root compartment")
	_, err = client.CreateDynamicGroup(ctx, identity.CreateDynamicGroupRequest{CreateDynamicGroupDetails: identity.CreateDynamicGroupDetails{
		CompartmentId: str(tenancy), Name: str("g"), Description: str("test"), MatchingRule: str("everything")}})
	refused(t, err, 400, "InvalidParameter", "everything")
}

// Statements add up from a compartment to the root.
func TestNoMoreStatementsThanACompartmentTakes(t *testing.T) {
	b := start(t)
	client := b.identity(t)
	create := func(in, name string, n int) error {
		_, err := client.CreatePolicy(ctx, identity.CreatePolicyRequest{CreatePolicyDetails: identity.CreatePolicyDetails{
			CompartmentId: &in, Name: &name, Description: str("test"), Statements: slices.Repeat([]string{"Allow any-user to use fn-invocation in tenancy"}, n)}})
		return err
	}
	refused(t, create(compartment, "a", 501), 400, "LimitExceeded", "501")
	if err := create(compartment, "a", 499); err != nil {
		t.Fatal(err)
	}
	refused(t, create(tenancy, "b", 2), 400, "LimitExceeded", compartment)
	if err := create(tenancy, "b", 1); err != nil {
		t.Error(err)
	}
	refused(t, create(compartment, "c", 1), 400, "LimitExceeded", "501")
}

func TestAccountCanBeRead(t *testing.T) {
	b := start(t)
	client := b.identity(t)
	user := "ocid1.user.oc1..cxbridgelocal"
	if c := ok[identity.GetCompartmentResponse](t)(client.GetCompartment(ctx, identity.GetCompartmentRequest{CompartmentId: str(compartment)})); *c.CompartmentId != tenancy {
		t.Errorf("compartment %v", c.Compartment)
	}
	if c := ok[identity.ListCompartmentsResponse](t)(client.ListCompartments(ctx, identity.ListCompartmentsRequest{CompartmentId: str(tenancy)})).Items; len(c) != 1 || *c[0].Id != compartment {
		t.Errorf("compartments %v", c)
	}
	if got := ok[identity.GetTenancyResponse](t)(client.GetTenancy(ctx, identity.GetTenancyRequest{TenancyId: str(tenancy)})); *got.HomeRegionKey != "IAD" {
		t.Errorf("tenancy %v, want the home region IAD", got.Tenancy)
	}
	ok[identity.GetUserResponse](t)(client.GetUser(ctx, identity.GetUserRequest{UserId: &user}))
	_, err := client.GetUser(ctx, identity.GetUserRequest{UserId: str(nowhere)})
	refused(t, err, 404, "NotAuthorizedOrNotFound", nowhere)
	_, err = client.ListGroups(ctx, identity.ListGroupsRequest{CompartmentId: str(tenancy)})
	refused(t, err, 501, "NotImplemented", "GET /20160918/groups")
}
