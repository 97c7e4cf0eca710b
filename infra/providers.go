package main

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/cxbridge/cxbridge/infra/policy"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// providers are where the stack's resources are made. There are always both, though home may be the same region: which of
// the two a resource has does not depend on the settings.
type providers struct {
	// region is the stack's region, with everything but what home has.
	region *oci.Provider
	// home is the tenancy's home region. OCI takes policies and dynamic groups there alone, and hands them on to the others.
	home *oci.Provider
}

func newProviders(ctx *pulumi.Context, s *settings.Settings) (p providers, err error) {
	if p.region, err = oci.NewProvider(ctx, policy.RegionProvider, pulumi.String(s.Region)); err != nil {
		return p, fmt.Errorf("building the provider of the region %s: %w", s.Region, err)
	}
	home := s.HomeRegion
	if home == "" {
		if home, err = homeRegion(ctx, s.TenancyID, pulumi.Provider(p.region)); err != nil {
			return p, err
		}
	}
	if p.home, err = oci.NewProvider(ctx, policy.HomeProvider, pulumi.String(home)); err != nil {
		return p, fmt.Errorf("building the provider of the home region %s: %w", home, err)
	}
	return p, nil
}

// homeRegion looks up the tenancy's home region.
func homeRegion(ctx *pulumi.Context, tenancy string, opts ...pulumi.InvokeOption) (string, error) {
	const remedy = "the user needs `inspect tenancies in tenancy`; or set it: pulumi config set homeRegion us-ashburn-1"
	found, err := oci.GetRegionSubscriptions(ctx, &oci.GetRegionSubscriptionsArgs{TenancyId: tenancy}, opts...)
	if err != nil {
		return "", fmt.Errorf("looking up the tenancy's home region (%s): %w", remedy, err)
	}
	for _, subscription := range found.RegionSubscriptions {
		if subscription.IsHomeRegion {
			return subscription.RegionName, nil
		}
	}
	return "", fmt.Errorf("looking up the tenancy's home region: none of the %d regions of %s is (%s)",
		len(found.RegionSubscriptions), tenancy, remedy)
}
