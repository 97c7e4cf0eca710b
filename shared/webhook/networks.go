package webhook

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
)

// Networks are the networks whose clients may call. The zero value admits nobody.
type Networks []netip.Prefix

// ParseNetworks reads networks in CIDR notation, separated by commas: "203.0.113.0/24, 2001:db8::/32". Empty text gives
// no networks. The error names every entry that is none, and text in which there is no entry at all.
func ParseNetworks(text string) (Networks, error) {
	var networks Networks
	var faults []error
	for entry := range strings.SplitSeq(text, ",") {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(entry)
		if err != nil || prefix.Addr().Is4In6() { // addresses are never in IPv6's clothing here
			faults = append(faults, fmt.Errorf("%q is no network such as 203.0.113.0/24", entry))
			continue
		}
		networks = append(networks, prefix.Masked())
	}
	if strings.TrimSpace(text) != "" && networks == nil && faults == nil {
		faults = append(faults, fmt.Errorf("%q names no network such as 203.0.113.0/24", text))
	}
	return networks, errors.Join(faults...)
}

// Contains tells whether address is in one of the networks.
func (n Networks) Contains(address netip.Addr) bool {
	for _, network := range n {
		if network.Contains(address) {
			return true
		}
	}
	return false
}

// ContainsText is [Networks.Contains] for an address as a gateway writes it. What is no address is in no network.
func (n Networks) ContainsText(text string) bool {
	address, err := parseAddress(text)
	return err == nil && n.Contains(address)
}
