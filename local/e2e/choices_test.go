//go:build engine

package e2e

import (
	"testing"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/functions"

	"github.com/cxbridge/cxbridge/local/daemon"
)

// Instances that are kept ready come and go with their setting, as it is sent without
// one, too. The provider leaves a certificate alone that it is not given any more:
// Pulumi.yaml says so.
func TestChoicesComeAndGo(t *testing.T) {
	s := newStack(t, repository(t))
	const (
		warm        = `{"memoryInMBs": 256, "timeoutInSeconds": 10, "provisionedConcurrency": 20}`
		certificate = "ocid1.certificate.oc1.iad.amaaaaaacxbridge"
	)
	for _, one := range []struct {
		choose func()
		ready  int
	}{
		{func() {}, 0},
		{func() { s.set("authorizer", warm); s.set("certificateId", certificate) }, 20},
		{func() { s.unset("authorizer", warm) }, 0},
	} {
		one.choose()
		s.up()
		s.mustAnswerGuide()
		s.must("refresh", "--yes", "--skip-preview", "--expect-no-changes")
		s.must("preview", "--expect-no-changes")
		if got := s.ready("webhook-authorizer"); got != one.ready {
			t.Errorf("%d units are provisioned for the authorizer, want %d", got, one.ready)
		}
	}
	if got := s.certificate(); got != certificate {
		t.Errorf("the gateway's certificate is %q", got)
	}
}

// ready is how many units are provisioned for a function.
func (s *stack) ready(name string) int {
	s.t.Helper()
	client, err := functions.NewFunctionsManagementClientWithConfigurationProvider(s.user())
	if err != nil {
		s.t.Fatal(err)
	}
	client.Host = s.addresses.Cloud
	applications, err := client.ListApplications(s.t.Context(), functions.ListApplicationsRequest{CompartmentId: common.String(daemon.Compartment)})
	if err != nil || len(applications.Items) != 1 {
		s.t.Fatalf("the applications are %+v, %v, want one", applications.Items, err)
	}
	named, err := client.ListFunctions(s.t.Context(), functions.ListFunctionsRequest{ApplicationId: applications.Items[0].Id, DisplayName: &name})
	if err != nil || len(named.Items) != 1 {
		s.t.Fatalf("the functions %s are %+v, %v, want one", name, named.Items, err)
	}
	function, err := client.GetFunction(s.t.Context(), functions.GetFunctionRequest{FunctionId: named.Items[0].Id})
	if err != nil {
		s.t.Fatal(err)
	}
	if constant, ok := function.ProvisionedConcurrencyConfig.(functions.ConstantProvisionedConcurrencyConfig); ok {
		return *constant.Count
	}
	return 0
}

// certificate is the OCID of the gateway's; empty is Oracle's own.
func (s *stack) certificate() string {
	s.t.Helper()
	client, err := apigateway.NewGatewayClientWithConfigurationProvider(s.user())
	if err != nil {
		s.t.Fatal(err)
	}
	client.Host = s.addresses.Cloud
	gateways, err := client.ListGateways(s.t.Context(), apigateway.ListGatewaysRequest{CompartmentId: common.String(daemon.Compartment)})
	if err != nil || len(gateways.Items) != 1 {
		s.t.Fatalf("the gateways are %+v, %v, want one", gateways.Items, err)
	}
	if id := gateways.Items[0].CertificateId; id != nil {
		return *id
	}
	return ""
}
