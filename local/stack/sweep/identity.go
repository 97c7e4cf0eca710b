package sweep

import (
	"context"

	"github.com/oracle/oci-go-sdk/v65/identity"
)

func (w *world) policies() kind {
	return kind{"policy", pages(func(ctx context.Context, page *string) ([]identity.Policy, *string, error) {
		answer, err := w.iam.ListPolicies(ctx, identity.ListPoliciesRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.iam.DeletePolicy(ctx, identity.DeletePolicyRequest{PolicyId: &r.ID})
		return err
	}}
}

func (w *world) dynamicGroups() kind {
	return kind{"dynamic group", pages(func(ctx context.Context, page *string) ([]identity.DynamicGroup, *string, error) {
		answer, err := w.iam.ListDynamicGroups(ctx, identity.ListDynamicGroupsRequest{CompartmentId: &w.tenancy, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.iam.DeleteDynamicGroup(ctx, identity.DeleteDynamicGroupRequest{DynamicGroupId: &r.ID})
		return err
	}}
}
