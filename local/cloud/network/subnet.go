package network

import (
	"crypto/sha256"
	"fmt"
	"net/netip"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

func createSubnet(op *resource.Op, r *store.Resource) error {
	vcn, err := op.Load("vcn", r.Doc.String("vcnId"))
	if err != nil {
		return err
	}
	siblings, err := subnets(op, vcn.ID)
	if err != nil {
		return err
	}
	if _, err := placeSubnet(r, vcn, siblings); err != nil {
		return err
	}
	if err := nameSubnet(r, vcn, siblings); err != nil {
		return err
	}
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

// updateSubnet lets a subnet grow and shrink, but not move (oci-go-sdk: UpdateSubnetDetails).
// OCI also refuses a block that leaves out an address in use; here a subnet hands out none.
func updateSubnet(op *resource.Op, before, r *store.Resource) error {
	if old := before.Doc.String("cidrBlock"); old != r.Doc.String("cidrBlock") {
		vcn, err := op.Load("vcn", r.Doc.String("vcnId"))
		if err != nil {
			return err
		}
		siblings, err := subnets(op, vcn.ID)
		if err != nil {
			return err
		}
		block, err := placeSubnet(r, vcn, siblings)
		if err != nil {
			return err
		}
		if network := netip.MustParsePrefix(old).Addr(); block.Addr() != network {
			return api.InvalidParameter("The requested cidrBlock %s is invalid: cidrBlock does not have the original network address: %s.", block, network)
		}
	}
	return sameVCN(op, r)
}

// subnets are those of a VCN.
func subnets(op *resource.Op, vcn string) ([]*store.Resource, error) {
	return op.Find(store.Query{Kind: "subnet", Equal: map[string]string{"vcnId": vcn}})
}

// placeSubnet checks where in its VCN, and among the others, a subnet's block lies, and
// sets what follows from the block.
func placeSubnet(r, vcn *store.Resource, siblings []*store.Resource) (netip.Prefix, error) {
	var taken []string
	for _, s := range siblings {
		if s.ID != r.ID {
			taken = append(taken, s.Doc.String("cidrBlock"))
		}
	}
	block, err := checkSubnetBlock(r.Doc.String("cidrBlock"), vcn.Doc.Strings("cidrBlocks"), taken)
	if err != nil {
		return block, err
	}
	r.Doc["ipv4CidrBlocks"] = []string{block.String()}
	r.Doc["virtualRouterIp"] = block.Addr().Next().String()
	return block, nil
}

func nameSubnet(r, vcn *store.Resource, siblings []*store.Resource) error {
	label := r.Doc.String("dnsLabel")
	if err := checkDNSLabel(label); err != nil || label == "" {
		return err
	}
	for _, s := range siblings {
		if label == s.Doc.String("dnsLabel") {
			return api.InvalidParameter("dnsLabel %q is taken by the subnet %s", label, s.ID)
		}
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
