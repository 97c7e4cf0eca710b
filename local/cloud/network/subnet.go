package network

import (
	"crypto/sha256"
	"fmt"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

func createSubnet(op *resource.Op, r *store.Resource) error {
	vcn, err := op.Load("vcn", r.Doc.String("vcnId"))
	if err != nil {
		return err
	}
	siblings, err := op.Find(store.Query{Kind: "subnet", Equal: map[string]string{"vcnId": vcn.ID}})
	if err != nil {
		return err
	}
	var taken []string
	label := r.Doc.String("dnsLabel")
	for _, s := range siblings {
		taken = append(taken, s.Doc.String("cidrBlock"))
		if label != "" && label == s.Doc.String("dnsLabel") {
			return api.InvalidParameter("dnsLabel %q is taken by the subnet %s", label, s.ID)
		}
	}
	block, err := checkSubnetBlock(r.Doc.String("cidrBlock"), vcn.Doc.Strings("cidrBlocks"), taken)
	if err != nil {
		return err
	}
	if err := nameSubnet(r, vcn, label); err != nil {
		return err
	}
	r.Doc["ipv4CidrBlocks"] = []string{block.String()}
	r.Doc["virtualRouterIp"] = block.Addr().Next().String()
	mac := sha256.Sum256([]byte(r.ID))
	r.Doc["virtualRouterMac"] = fmt.Sprintf("00:00:17:%02X:%02X:%02X", mac[0], mac[1], mac[2])
	r.Doc.Default("routeTableId", vcn.Doc["defaultRouteTableId"])
	r.Doc.Default("dhcpOptionsId", vcn.Doc["defaultDhcpOptionsId"])
	r.Doc.Default("securityListIds", []any{vcn.Doc["defaultSecurityListId"]})
	// One follows the other (oci-go-sdk: CreateSubnetDetails).
	r.Doc.Default("prohibitPublicIpOnVnic", r.Doc.Bool("prohibitInternetIngress"))
	r.Doc.Default("prohibitInternetIngress", r.Doc.Bool("prohibitPublicIpOnVnic"))
	return sameVCN(op, r)
}

func nameSubnet(r, vcn *store.Resource, label string) error {
	if err := checkDNSLabel(label); err != nil || label == "" {
		return err
	}
	domain := vcn.Doc.String("vcnDomainName")
	if domain == "" {
		return api.InvalidParameter("dnsLabel %q: the VCN has no dnsLabel, so that its subnets cannot have one", label)
	}
	r.Doc["subnetDomainName"] = label + "." + domain
	return nil
}

// sameVCN checks that what a subnet uses is in its VCN.
func sameVCN(op *resource.Op, r *store.Resource) error {
	used := append(r.Doc.Strings("securityListIds"), r.Doc.String("routeTableId"), r.Doc.String("dhcpOptionsId"))
	for _, id := range used {
		other, err := op.Get(id)
		if err != nil {
			return err
		}
		if other.Doc.String("vcnId") != r.Doc.String("vcnId") {
			return api.InvalidParameter("%s is not in the subnet's VCN", id)
		}
	}
	return nil
}
