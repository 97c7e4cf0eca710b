package cloud_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/apigateway"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/core"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/keymanagement"
	"github.com/oracle/oci-go-sdk/v65/limits"

	"github.com/cxbridge/cxbridge/local/cloud"
	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
)

func (b *bench) limits(t testing.TB) limits.LimitsClient {
	t.Helper()
	client, err := limits.NewLimitsClientWithConfigurationProvider(b.provider)
	point(t, b, &client.BaseClient, err)
	return client
}

// available is what is left of a limit, and what a compartment has of it.
func (b *bench) available(t testing.TB, service, limit, in string) (left, used int64) {
	t.Helper()
	got := ok[limits.GetResourceAvailabilityResponse](t)(b.limits(t).GetResourceAvailability(ctx, limits.GetResourceAvailabilityRequest{
		ServiceName: &service, LimitName: &limit, CompartmentId: &in}))
	return *got.Available, *got.Used
}

// limited is a cloud whose tenancy may have two of everything, and a VCN for them besides.
func limited(t *testing.T, change func(*fidelity.Switches)) *bench {
	t.Helper()
	switches := patient()
	switches.VaultLimit, switches.DynamicGroupLimit, switches.GatewayLimit, switches.VCNLimit = 2, 2, 2, 3
	if change != nil {
		change(&switches)
	}
	return start(t, func(o *cloud.Options) { o.Fidelity = switches })
}

func TestNoMoreThanTheLimit(t *testing.T) {
	b := limited(t, nil)
	e := newEdge(t, newNet(t, b))
	for _, tt := range []struct {
		service, limit, in string
		create             func(name string) error
	}{
		{"kms", "virtual-vault-count", compartment, func(name string) error {
			_, err := b.vaults(t).CreateVault(ctx, keymanagement.CreateVaultRequest{CreateVaultDetails: keymanagement.CreateVaultDetails{
				CompartmentId: str(compartment), DisplayName: &name, VaultType: keymanagement.CreateVaultDetailsVaultTypeDefault}})
			return err
		}},
		{"identity", "dynamic-groups-count", tenancy, func(name string) error {
			_, err := b.identity(t).CreateDynamicGroup(ctx, identity.CreateDynamicGroupRequest{CreateDynamicGroupDetails: identity.CreateDynamicGroupDetails{
				CompartmentId: str(tenancy), Name: &name, Description: str("test"), MatchingRule: str("resource.type = 'fnfunc'")}})
			return err
		}},
		{"api-gateway", "gateway-count", compartment, func(name string) error {
			_, err := e.CreateGateway(ctx, apigateway.CreateGatewayRequest{CreateGatewayDetails: apigateway.CreateGatewayDetails{
				CompartmentId: str(compartment), EndpointType: apigateway.GatewayEndpointTypePublic, SubnetId: &e.public, DisplayName: &name}})
			return err
		}},
		{"vcn", "vcn-count", compartment, func(name string) error {
			_, err := e.CreateVcn(ctx, core.CreateVcnRequest{CreateVcnDetails: core.CreateVcnDetails{
				CompartmentId: str(compartment), CidrBlock: str("10.0.0.0/16"), DisplayName: &name}})
			return err
		}},
	} {
		t.Run(tt.limit, func(t *testing.T) {
			_, before := b.available(t, tt.service, tt.limit, tenancy)
			for i, name := range []string{"a", "b"} {
				if left, used := b.available(t, tt.service, tt.limit, tt.in); left != int64(2-i) || used != before+int64(i) {
					t.Errorf("%d are left and %d used after %d", left, used, i)
				}
				if err := tt.create(name); err != nil {
					t.Fatal(err)
				}
			}
			refused(t, tt.create("c"), 400, "LimitExceeded", tt.limit)
			if left, used := b.available(t, tt.service, tt.limit, tenancy); left != 0 || used != before+2 {
				t.Errorf("%d are left and %d used", left, used)
			}
		})
	}
}

// A vault that is pending takes the place of another one until it is gone, or does not.
func TestVaultsThatArePendingCount(t *testing.T) {
	for _, count := range []bool{true, false} {
		b := limited(t, func(s *fidelity.Switches) { s.PendingVaultsCount = count })
		b.vault(t, "a")
		ok[keymanagement.ScheduleVaultDeletionResponse](t)(scheduleVault(b, t, b.vault(t, "b").Id, nil))
		want := map[bool]int64{true: 0, false: 1}[count]
		if left, _ := b.available(t, "kms", "virtual-vault-count", tenancy); left != want {
			t.Errorf("pending vaults count: %t, and %d are left, want %d", count, left, want)
		}
	}
}

func TestLimitsAreListed(t *testing.T) {
	b := limited(t, nil)
	client := b.limits(t)
	var services []string
	for _, s := range ok[limits.ListServicesResponse](t)(client.ListServices(ctx, limits.ListServicesRequest{CompartmentId: str(tenancy)})).Items {
		services = append(services, *s.Name)
	}
	if diff := cmp.Diff([]string{"api-gateway", "faas", "identity", "kms", "vcn"}, services); diff != "" {
		t.Errorf("services (-want +got):\n%s", diff)
	}
	want := []limits.LimitValueSummary{{Name: str("virtual-vault-count"), ScopeType: limits.LimitValueSummaryScopeTypeRegion, Value: common.Int64(2)}}
	values := ok[limits.ListLimitValuesResponse](t)(client.ListLimitValues(ctx, limits.ListLimitValuesRequest{CompartmentId: str(tenancy), ServiceName: str("kms")}))
	if diff := cmp.Diff(want, values.Items); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	definitions := ok[limits.ListLimitDefinitionsResponse](t)(client.ListLimitDefinitions(ctx, limits.ListLimitDefinitionsRequest{CompartmentId: str(tenancy), ServiceName: str("identity")})).Items
	if len(definitions) != 1 || definitions[0].ScopeType != limits.LimitDefinitionSummaryScopeTypeGlobal || !*definitions[0].IsResourceAvailabilitySupported {
		t.Errorf("definitions %v", definitions)
	}

	_, err := client.ListLimitValues(ctx, limits.ListLimitValuesRequest{CompartmentId: str(compartment), ServiceName: str("kms")})
	refused(t, err, 404, "NotAuthorizedOrNotFound", compartment)
	_, err = client.GetResourceAvailability(ctx, limits.GetResourceAvailabilityRequest{ServiceName: str("kms"), LimitName: str("none"), CompartmentId: str(tenancy)})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "kms/none")
	_, err = client.GetResourceAvailability(ctx, limits.GetResourceAvailabilityRequest{ServiceName: str("kms"), LimitName: str("virtual-vault-count"),
		CompartmentId: str(tenancy), AvailabilityDomain: str("AD-1")})
	refused(t, err, 400, "InvalidParameter", "availabilityDomain")
}
