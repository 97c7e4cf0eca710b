package settings

import (
	"fmt"
	"net/netip"
)

func (c *checker) checkNetwork() {
	vcn, vcnOK := c.range4("vcnCidr", c.Network.VcnCidr)
	// Networking: a VCN and its subnets are between /16 and /30.
	if vcnOK && vcn.Bits() < 16 {
		c.add("vcnCidr", fmt.Sprintf("is %s; OCI's largest VCN is a /16", vcn), set("vcnCidr", "10.20.0.0/16"))
	}
	if !vcnOK {
		vcn = netip.Prefix{}
	}
	public, publicOK := c.subnet("publicSubnetCidr", c.Network.PublicSubnetCidr, vcn)
	private, privateOK := c.subnet("privateSubnetCidr", c.Network.PrivateSubnetCidr, vcn)
	if publicOK && privateOK && public.Overlaps(private) {
		c.add("privateSubnetCidr", fmt.Sprintf("is %s, which overlaps publicSubnetCidr %s", private, public),
			set("privateSubnetCidr", "<a range of its own inside "+c.Network.VcnCidr+">"))
	}
	if len(c.Network.GatewayAllowedCidrs) == 0 {
		c.add("gatewayAllowedCidrs", "is empty, so nobody could reach the gateway",
			set("gatewayAllowedCidrs[0]", "0.0.0.0/0"))
	}
	seen := map[string]bool{}
	for i, cidr := range c.Network.GatewayAllowedCidrs {
		key := fmt.Sprintf("gatewayAllowedCidrs[%d]", i)
		c.range4(key, cidr)
		if seen[cidr] {
			c.add(key, fmt.Sprintf("repeats %s", cidr), remove(key))
		}
		seen[cidr] = true
	}
}

// subnet checks that a value is a range of a subnet inside a VCN's, unless that is not valid.
func (c *checker) subnet(key, value string, vcn netip.Prefix) (netip.Prefix, bool) {
	subnet, ok := c.range4(key, value)
	switch {
	case !ok:
	case subnet.Bits() > 30:
		c.add(key, fmt.Sprintf("is %s; OCI's smallest subnet is a /30", subnet), set(key, "<a larger range inside vcnCidr>"))
	case vcn.IsValid() && (subnet.Bits() < vcn.Bits() || !vcn.Contains(subnet.Addr())):
		c.add(key, fmt.Sprintf("is %s, which is not inside vcnCidr %s", subnet, vcn), set(key, "<a range inside "+vcn.String()+">"))
	}
	return subnet, ok
}

// cidr checks that a value is a range of addresses, written with its first one. The range that is meant is told even if it
// is not, so that what else is wrong about it shows at once.
func (c *checker) cidr(key, value string) (netip.Prefix, bool) {
	prefix, err := netip.ParsePrefix(value)
	switch {
	case err != nil:
		c.add(key, problem(value, "is no CIDR range"), set(key, "10.20.0.0/24")+", or /32 for a single address")
		return prefix, false
	case prefix != prefix.Masked():
		c.add(key, fmt.Sprintf("is %s, which is not the first address of its range", prefix),
			set(key, prefix.Masked().String()))
	}
	return prefix.Masked(), true
}

// range4 checks that a value is a range of IPv4 addresses.
func (c *checker) range4(key, value string) (netip.Prefix, bool) {
	prefix, ok := c.cidr(key, value)
	if ok && !prefix.Addr().Is4() {
		c.add(key, fmt.Sprintf("is %s; the stack's VCN has IPv4 addresses only", prefix), set(key, "10.20.0.0/24"))
		return prefix, false
	}
	return prefix, ok
}
