package cloud_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/identity"

	"github.com/cxbridge/cxbridge/local/cloud"
)

func TestRegionsTheTenancyIsSubscribedTo(t *testing.T) {
	subscription := func(name, key string, home bool) identity.RegionSubscription {
		return identity.RegionSubscription{RegionKey: &key, RegionName: &name, IsHomeRegion: &home, Status: identity.RegionSubscriptionStatusReady}
	}
	for _, tt := range []struct {
		home string
		key  string
		want []identity.RegionSubscription
	}{
		{"us-ashburn-1", "IAD", []identity.RegionSubscription{subscription("us-ashburn-1", "IAD", true)}},
		{"eu-frankfurt-1", "FRA", []identity.RegionSubscription{subscription("eu-frankfurt-1", "FRA", true), subscription("us-ashburn-1", "IAD", false)}},
	} {
		t.Run(tt.home, func(t *testing.T) {
			b := startWith(t, "HomeRegion", tt.home)
			client := b.identity(t)
			got := ok[identity.ListRegionSubscriptionsResponse](t)(client.ListRegionSubscriptions(ctx, identity.ListRegionSubscriptionsRequest{TenancyId: str(tenancy)})).Items
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("subscriptions (-want +got):\n%s", diff)
			}
			if got := ok[identity.GetTenancyResponse](t)(client.GetTenancy(ctx, identity.GetTenancyRequest{TenancyId: str(tenancy)})); *got.HomeRegionKey != tt.key {
				t.Errorf("home region key %s, want %s", *got.HomeRegionKey, tt.key)
			}
			_, err := client.ListRegionSubscriptions(ctx, identity.ListRegionSubscriptionsRequest{TenancyId: str(nowhere)})
			refused(t, err, 404, "NotAuthorizedOrNotFound", nowhere)
		})
	}
}

// A home region without a key would be answered with half a subscription.
func TestHomeRegionThatIsNone(t *testing.T) {
	switches := patient()
	switches.HomeRegion = "us-nowhere-1"
	_, err := cloud.Start(cloud.Options{Dir: filepath.Join(t.TempDir(), "cloud"), Fidelity: switches}, "127.0.0.1:0")
	if err == nil || !contains(err.Error(), "HomeRegion") || !contains(err.Error(), "us-nowhere-1") {
		t.Errorf("error %v, want one that names the switch and its value", err)
	}
}
