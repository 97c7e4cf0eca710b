package network

import (
	"net/netip"
	"slices"

	"github.com/cxbridge/cxbridge/local/cloud/api"
)

// parseCIDR reads an IPv4 block that begins where its prefix says.
func parseCIDR(text string) (netip.Prefix, error) {
	block, err := netip.ParsePrefix(text)
	if err != nil || !block.Addr().Is4() {
		return netip.Prefix{}, api.InvalidParameter("The requested CIDR %s is invalid: it is not an IPv4 block such as 10.0.0.0/16.", text)
	}
	if network := block.Masked(); network != block {
		return netip.Prefix{}, api.InvalidParameter("The requested CIDR %s is invalid: CIDR IP %s does not match network IP %s.", text, block.Addr(), network.Addr())
	}
	return block, nil
}

// checkVCNBlocks checks a VCN's blocks: 1 to 5 of /16 to /30, apart from one another
// (OCI: Overview of VCNs and Subnets).
func checkVCNBlocks(texts []string) error {
	if len(texts) < 1 || len(texts) > 5 {
		return api.InvalidParameter("VCN: %d CIDR blocks; it takes 1 to 5", len(texts))
	}
	var blocks []netip.Prefix
	for _, text := range texts {
		block, err := parseCIDR(text)
		if err != nil {
			return err
		}
		if block.Bits() < 16 || block.Bits() > 30 {
			return api.InvalidParameter("The requested CIDR %s is invalid: a VCN's is from /16 to /30.", text)
		}
		for _, other := range blocks {
			if other.Overlaps(block) {
				return api.InvalidParameter("The requested CIDR %s is invalid: CIDR overlaps with %s.", text, other)
			}
		}
		blocks = append(blocks, block)
	}
	return nil
}

// checkSubnetBlock checks that a block lies within one of the VCN's and apart from the
// other subnets'.
func checkSubnetBlock(text string, vcn, subnets []string) (netip.Prefix, error) {
	block, err := parseCIDR(text)
	if err != nil {
		return block, err
	}
	if block.Bits() > 30 {
		return block, api.InvalidParameter("The requested CIDR %s is invalid: a subnet's is /30 or larger.", text)
	}
	if !within(block, vcn) {
		return block, api.InvalidParameter("The requested CIDR %s is invalid: it is not within the VCN's CIDRs %v.", text, vcn)
	}
	for _, other := range subnets {
		if netip.MustParsePrefix(other).Overlaps(block) {
			return block, api.InvalidParameter("The requested CIDR %s is invalid: subnet CIDR overlaps with existing CIDR %s.", text, other)
		}
	}
	return block, nil
}

// within says whether a block lies wholly in one of the others.
func within(block netip.Prefix, others []string) bool {
	return slices.ContainsFunc(others, func(text string) bool {
		other := netip.MustParsePrefix(text)
		return other.Bits() <= block.Bits() && other.Contains(block.Addr())
	})
}
