package apigateway

import (
	"regexp"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

func (p *Plane) checkGateway(op *resource.Op, r *store.Resource) error {
	for _, key := range []string{"caBundles", "locks", "ipv4AddressConfiguration", "ipv6AddressConfiguration"} {
		if r.Doc[key] != nil {
			return api.NotSimulated("%s of API gateways", key)
		}
	}
	if mode := r.Doc.String("ipMode"); mode != "" && mode != "IPV4" {
		return api.NotSimulated("API gateways of ipMode %s", mode)
	}
	if cache := r.Doc.Object("responseCacheDetails").String("type"); cache != "" && cache != "NONE" {
		return api.NotSimulated("response caches of API gateways")
	}
	if err := p.checkCertificate(r); err != nil {
		return err
	}
	subnet, err := op.Load("subnet", r.Doc.String("subnetId"))
	if err != nil {
		return err
	}
	if r.Doc.String("endpointType") == "PUBLIC" && subnet.Doc.Bool("prohibitPublicIpOnVnic") {
		return api.InvalidParameter("API Gateway: the subnet %s is private; a gateway of endpointType PUBLIC needs a public one", subnet.ID)
	}
	for _, id := range r.Doc.Strings("networkSecurityGroupIds") {
		group, err := op.Load("networksecuritygroup", id)
		if err != nil {
			return err
		}
		if group.Doc.String("vcnId") != subnet.Doc.String("vcnId") {
			return api.InvalidParameter("API Gateway: the network security group %s is not in the subnet's VCN", id)
		}
	}
	return nil
}

// certificate is the OCID of a certificate of API Gateway's own, as it is in its events, or
// of the Certificates service.
var certificate = regexp.MustCompile(`^ocid1\.(apigateway)?certificate\.[a-z0-9]+\.[a-z0-9-]*\..+$`)

// checkCertificate takes a gateway's certificate on trust: there is no service here that
// has any. The gateway goes on answering without TLS at its own address, not at the
// certificate's name, which leads to it in a customer's DNS alone.
func (p *Plane) checkCertificate(r *store.Resource) error {
	id := r.Doc.String("certificateId")
	switch {
	case id == "":
		delete(r.Doc, "certificateId")
	case !certificate.MatchString(id):
		return api.InvalidParameter("API Gateway: certificateId %q is not the OCID of a certificate, such as ocid1.certificate.oc1.iad.example", id)
	case !p.Fidelity.CertificatesExist:
		return api.NotFound("Certificate named by certificateId:", id)
	}
	return nil
}
