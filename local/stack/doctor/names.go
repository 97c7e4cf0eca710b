package doctor

import (
	"context"
	"fmt"

	"github.com/oracle/oci-go-sdk/v65/identity"

	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// Parts of the stack whose names are unique in the tenancy (infra/access).
var (
	groupParts  = []string{"endpoints", "authorizer", "alarms", "events"}
	policyParts = append([]string{"gateway"}, groupParts...)
)

// owned is something with a name and tags.
type owned struct {
	what, name string
	tags       map[string]string
}

// names looks whether names that the stack will take are somebody else's, or left over
// from a stack of the same name.
func (d *doctor) names(ctx context.Context, about string) {
	there, err := d.namesakes(ctx)
	if err != nil {
		d.found(warning, about, "dynamic groups and policies cannot be listed: %v: let the user inspect them, dynamic-groups in the tenancy", err)
		return
	}
	taken := 0
	for _, one := range there {
		switch {
		case one.tags["project"] != target.Project || one.tags["stack"] != d.Stack:
			d.found(fault, about, "the %s %s is not this stack's: rename the stack (pulumi stack rename -s %s <name>), or delete it if nobody needs it", one.what, one.name, d.Stack)
		case d.resources == 0:
			d.found(fault, about, "the %s %s is there, and nothing in the stack's state: it was left over, or the state is in another backend: see pulumi whoami -v, or delete it", one.what, one.name)
		default:
			continue
		}
		taken++
	}
	if taken == 0 {
		d.found(ok, about, "no other stack has this one's")
	}
}

// namesakes are the dynamic groups and policies with names of the stack's.
func (d *doctor) namesakes(ctx context.Context) ([]owned, error) {
	stack := names.Stack{Project: target.Project, Name: d.Stack}
	var all []owned
	for _, part := range groupParts {
		name := string(stack.Display(part))
		answer, err := d.iam.ListDynamicGroups(ctx, identity.ListDynamicGroupsRequest{CompartmentId: &d.settings.TenancyID, Name: &name})
		if err != nil {
			return nil, fmt.Errorf("looking for the dynamic group %s: %w", name, target.Brief(err))
		}
		for _, group := range answer.Items {
			all = append(all, owned{"dynamic group", name, group.FreeformTags})
		}
	}
	for _, part := range policyParts {
		name := string(stack.Display(part))
		answer, err := d.iam.ListPolicies(ctx, identity.ListPoliciesRequest{CompartmentId: &d.settings.CompartmentID, Name: &name})
		if err != nil {
			return nil, fmt.Errorf("looking for the policy %s: %w", name, target.Brief(err))
		}
		for _, policy := range answer.Items {
			all = append(all, owned{"policy", name, policy.FreeformTags})
		}
	}
	return all, nil
}
