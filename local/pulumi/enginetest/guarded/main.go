// Command guarded is a program for tests: a few resources under the rules of infra/policy, and on demand some that break
// them.
package main

import (
	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/cxbridge/cxbridge/infra/policy"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

const compartment = "ocid1.compartment.oc1..test"

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		s := &settings.Settings{CompartmentID: compartment, TenancyID: "ocid1.tenancy.oc1..test", Owner: "tests"}
		guard, err := policy.Watch(ctx, policy.Of(ctx.Project(), ctx.Stack(), s))
		if err != nil {
			return err
		}
		if err := build(ctx, guard, config.Get(ctx, "faults")); err != nil {
			return err
		}
		return guard.Verdict(ctx)
	})
}

func build(ctx *pulumi.Context, guard *policy.Guard, faults string) error {
	region, err := oci.NewProvider(ctx, "region", pulumi.String("us-ashburn-1"))
	if err != nil {
		return err
	}
	home, err := oci.NewProvider(ctx, "home", pulumi.String("us-phoenix-1"))
	if err != nil {
		return err
	}
	tags := pulumi.StringMap{
		"project": pulumi.String(ctx.Project()), "stack": pulumi.String(ctx.Stack()), "owner": pulumi.String("tests"),
	}
	function, err := newFunction(ctx, tags, region)
	if err != nil {
		return err
	}
	rule := pulumi.Sprintf("ANY {resource.id = '%s'}", function.ID())
	if faults == "stranger" {
		rule = pulumi.Sprintf("ANY {resource.id = '%s', resource.id = 'ocid1.fnfunc.oc1..stranger'}", function.ID())
	}
	group, err := oci.NewDynamicGroup(ctx, "endpoints", &oci.DynamicGroupArgs{
		CompartmentId: pulumi.String("ocid1.tenancy.oc1..test"), Description: pulumi.String("a group"), FreeformTags: tags,
		Name: pulumi.String("enginetest-test-endpoints"), MatchingRule: rule,
	}, pulumi.Provider(home))
	if err != nil {
		return err
	}
	switch faults {
	case "several":
		return several(ctx, guard, tags, region)
	case "late":
		return late(ctx, tags, home, group)
	}
	return nil
}

// newFunction is an endpoint's. The SDK's package of functions would take long to build for this one.
func newFunction(ctx *pulumi.Context, tags pulumi.StringMap, region *oci.Provider) (*pulumi.CustomResourceState, error) {
	function := &pulumi.CustomResourceState{}
	return function, ctx.RegisterResource("oci:Functions/function:Function", "sms-to-incident", pulumi.Map{
		"applicationId": pulumi.String("ocid1.fnapp.oc1..a"), "displayName": pulumi.String("sms-to-incident"),
		"image": pulumi.String("iad.ocir.io/a/b:c"), "memoryInMbs": pulumi.String("128"), "freeformTags": tags,
	}, function, pulumi.Provider(region), pulumi.Version(oci.Version))
}

// several breaks a rule by each resource, of which one depends on another.
func several(ctx *pulumi.Context, guard *policy.Guard, tags pulumi.StringMap, region *oci.Provider) error {
	wide := []string{"Allow dynamic-group enginetest-test-endpoints to manage secret-family in compartment id " + compartment +
		" where ANY {target.secret.id = 'ocid1.vaultsecret.oc1..a'}"}
	if err := guard.Statements("endpoints", wide); err != nil {
		return err
	}
	vcn, err := oci.NewVcn(ctx, "untagged", &oci.VcnArgs{CompartmentId: pulumi.String(compartment)}, pulumi.Provider(region))
	if err != nil {
		return err
	}
	_, err = oci.NewNetworkSecurityGroup(ctx, "elsewhere", &oci.NetworkSecurityGroupArgs{
		CompartmentId: pulumi.String(compartment), VcnId: vcn.ID(), FreeformTags: tags,
	})
	return err
}

// late has a statement that a preview does not know: by then, the group has no OCID.
func late(ctx *pulumi.Context, tags pulumi.StringMap, home *oci.Provider, group *oci.DynamicGroup) error {
	_, err := oci.NewPolicy(ctx, "endpoints", &oci.PolicyArgs{
		CompartmentId: pulumi.String(compartment), Description: pulumi.String("a policy"), FreeformTags: tags,
		Statements: pulumi.StringArray{pulumi.Sprintf("Allow any-user to manage all-resources in tenancy where request.group.id = '%s'", group.ID())},
	}, pulumi.Provider(home))
	return err
}
