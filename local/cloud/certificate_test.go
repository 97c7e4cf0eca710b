package cloud_test

import (
	"testing"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

func TestGatewaysTakeCertificatesOnTrust(t *testing.T) {
	e := newEdge(t, newNet(t, start(t)))
	create := func(certificate *string) (apigateway.CreateGatewayResponse, error) {
		return e.CreateGateway(ctx, apigateway.CreateGatewayRequest{CreateGatewayDetails: apigateway.CreateGatewayDetails{
			CompartmentId: str(compartment), EndpointType: apigateway.GatewayEndpointTypePublic, SubnetId: &e.public, CertificateId: certificate}})
	}
	get := func(id *string) apigateway.Gateway {
		t.Helper()
		return ok[apigateway.GetGatewayResponse](t)(e.GetGateway(ctx, apigateway.GetGatewayRequest{GatewayId: id})).Gateway
	}
	own, service := "ocid1.apigatewaycertificate.oc1.iad.amaaaaaaexample", "ocid1.certificate.oc1.iad.amaaaaaaexample"
	g := ok[apigateway.CreateGatewayResponse](t)(create(&own)).Gateway
	d := e.mustDeploy(t, g.Id, "/a", stock("/", "hello"))
	for _, certificate := range []string{own, service, ""} { // the empty text takes it away
		_, err := e.UpdateGateway(ctx, apigateway.UpdateGatewayRequest{GatewayId: g.Id, UpdateGatewayDetails: apigateway.UpdateGatewayDetails{CertificateId: &certificate}})
		if err != nil {
			t.Fatal(err)
		}
		got := get(g.Id)
		if (got.CertificateId == nil) != (certificate == "") || got.CertificateId != nil && *got.CertificateId != certificate {
			t.Errorf("certificate %v, want %q", got.CertificateId, certificate)
		}
		if status, body := call(t, "GET", *d.Endpoint+"/", ""); status != 200 || body != "hello" || *got.Hostname != *g.Hostname {
			t.Errorf("with the certificate %q %s answers %d %s", certificate, *got.Hostname, status, body)
		}
	}
	for _, no := range []string{"ocid1.vault.oc1.iad.example", "certificate", "ocid1.certificateauthority.oc1.iad.example"} {
		_, err := create(&no)
		refused(t, err, 400, "InvalidParameter", no)
	}
}

func TestThereCanBeNoCertificates(t *testing.T) {
	e := newEdge(t, newNet(t, startWith(t, "CertificatesExist", "false")))
	id := "ocid1.certificate.oc1.iad.amaaaaaaexample"
	_, err := e.CreateGateway(ctx, apigateway.CreateGatewayRequest{CreateGatewayDetails: apigateway.CreateGatewayDetails{
		CompartmentId: str(compartment), EndpointType: apigateway.GatewayEndpointTypePublic, SubnetId: &e.public, CertificateId: &id}})
	refused(t, err, 404, "NotAuthorizedOrNotFound", id)
}
