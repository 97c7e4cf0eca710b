package network

import (
	"regexp"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// dnsLabel is what the DNS labels of VCNs and subnets look like (oci-go-sdk: CreateVcnDetails).
var dnsLabel = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{0,14}$`)

func checkDNSLabel(label string) error {
	if label != "" && !dnsLabel.MatchString(label) {
		return api.InvalidParameter("dnsLabel %q is not 1 to 15 letters and digits beginning with a letter", label)
	}
	return nil
}

func createVCN(op *resource.Op, r *store.Resource) error {
	if r.Doc.Bool("isIpv6Enabled") {
		return api.NotSimulated("IPv6 in a VCN")
	}
	delete(r.Doc, "isIpv6Enabled")
	blocks := r.Doc.Strings("cidrBlocks")
	if single := r.Doc.String("cidrBlock"); single != "" && len(blocks) > 0 {
		return api.InvalidParameter("VCN: give cidrBlock or cidrBlocks, not both")
	} else if single != "" {
		blocks = []string{single}
	}
	if err := checkVCNBlocks(blocks); err != nil {
		return err
	}
	label := r.Doc.String("dnsLabel")
	if err := checkDNSLabel(label); err != nil {
		return err
	}
	if label != "" {
		r.Doc["vcnDomainName"] = label + ".oraclevcn.com"
	}
	setBlocks(r, blocks)
	return createDefaults(op, r)
}

// createDefaults gives a VCN what every VCN has from the beginning (OCI: Overview of
// VCNs and Subnets, Default Components).
func createDefaults(op *resource.Op, vcn *store.Resource) error {
	anywhere := "0.0.0.0/0"
	for _, d := range []struct {
		kind, title, key string
		doc              store.Document
	}{
		{"routetable", "Default Route Table", "defaultRouteTableId", store.Document{"routeRules": []any{}}},
		{"dhcpoptions", "Default DHCP Options", "defaultDhcpOptionsId", store.Document{"domainNameType": "CUSTOM_DOMAIN",
			"options": []any{map[string]any{"type": "DomainNameServer", "serverType": "VcnLocalPlusInternet", "customDnsServers": []any{}}}}},
		{"securitylist", "Default Security List", "defaultSecurityListId", store.Document{
			"egressSecurityRules": []any{map[string]any{"destination": anywhere, "destinationType": "CIDR_BLOCK", "protocol": "all", "isStateless": false}},
			"ingressSecurityRules": []any{
				map[string]any{"source": anywhere, "sourceType": "CIDR_BLOCK", "protocol": "6", "isStateless": false,
					"tcpOptions": map[string]any{"destinationPortRange": map[string]any{"min": 22, "max": 22}}},
				map[string]any{"source": anywhere, "sourceType": "CIDR_BLOCK", "protocol": "1", "isStateless": false,
					"icmpOptions": map[string]any{"type": 3, "code": 4}},
				map[string]any{"source": vcn.Doc["cidrBlock"], "sourceType": "CIDR_BLOCK", "protocol": "1", "isStateless": false,
					"icmpOptions": map[string]any{"type": 3}},
			}}},
	} {
		d.doc["compartmentId"], d.doc["vcnId"] = vcn.Doc["compartmentId"], vcn.ID
		d.doc["displayName"] = d.title + " for " + vcn.Doc.String("displayName")
		r := op.New(d.kind, d.doc)
		r.Private["default"] = true
		if err := op.Save(r); err != nil {
			return err
		}
		vcn.Doc[d.key] = r.ID
	}
	return nil
}

// deleteVCN takes the defaults along, which nobody else can delete.
func deleteVCN(op *resource.Op, vcn *store.Resource) error {
	referrers, err := op.Referrers(vcn.ID)
	if err != nil {
		return err
	}
	for _, by := range referrers {
		if !by.Private.Bool("default") {
			return vcnInUse(vcn, by)
		}
	}
	for _, by := range referrers {
		if err := op.Delete(by.ID); err != nil {
			return err
		}
	}
	return nil
}

func refuseDefault(_ *resource.Op, r *store.Resource) error {
	if r.Private.Bool("default") {
		return api.IncorrectState("%s is a default component of the VCN %s: it goes with the VCN", r.ID, r.Doc.String("vcnId"))
	}
	return nil
}
